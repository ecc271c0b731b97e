using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Silences;

/// <summary>One field of a cron line: its name, its bounds, and the names that may stand for numbers.</summary>
/// <param name="Name">For sentences: <c>hour</c>.</param>
/// <param name="Least">The least number.</param>
/// <param name="Most">The greatest number.</param>
/// <param name="Names">Names in the order of the numbers, from the least on; none where there are none.</param>
internal sealed record CronField(string Name, int Least, int Most, ImmutableArray<string> Names)
{
    private const int MostParts = 60;

    /// <summary>Minutes of an hour.</summary>
    public static CronField Minute { get; } = new("minute", 0, 59, []);

    /// <summary>Hours of a day.</summary>
    public static CronField Hour { get; } = new("hour", 0, 23, []);

    /// <summary>Days of a month.</summary>
    public static CronField Day { get; } = new("day of the month", 1, 31, []);

    /// <summary>Months of a year.</summary>
    public static CronField Month { get; } = new("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    /// <summary>Days of a week: 0 is Sunday, and so is 7.</summary>
    public static CronField Weekday { get; } = new("weekday", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    /// <summary>What would be right; ends every sentence about a wrong one.</summary>
    public string Right => $"{Name} is {Least} to {Most}{(Names.IsEmpty ? null : $" or {Names[0]} to {Names[^1]}")}, for example {Example}";

    private string Example => this == Weekday ? "TUE or MON-FRI" : this == Month ? "1,7 or */3" : this == Day ? "1,15" : this == Hour ? "2 or 1-5" : "0 or */30";

    /// <summary>Reads the field: the numbers it allows, in order; none when it allows all.</summary>
    /// <param name="text">The text.</param>
    public Result<ImmutableArray<int>> Read(string text)
    {
        var parts = text.Split(',');
        if (text is "*" or "?")
        {
            return ImmutableArray<int>.Empty;
        }

        var numbers = new SortedSet<int>();
        foreach (var part in parts.Take(MostParts))
        {
            if (Part(part) is not { } some)
            {
                return Wrong(part);
            }

            numbers.UnionWith(some);
        }

        return numbers.ToImmutableArray();
    }

    /// <summary>A number or a name; null when it is neither.</summary>
    /// <param name="text">The text.</param>
    public int? Number(string text)
    {
        var named = Names.IndexOf(text, StringComparer.OrdinalIgnoreCase);
        return named >= 0 ? Least + named
            : text.Length is > 0 and <= 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most ? number
            : null;
    }

    /// <summary>The problem of a text that can't be read.</summary>
    /// <param name="text">The text.</param>
    public Problem Wrong(string text) => new(CronLine.Where, $"the {Name} '{FieldReader.Short(text)}' is wrong: {Right}");

    private IEnumerable<int>? Part(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var (range, step) = slash < 0 ? (part, 1) : (part[..slash], Step(part[(slash + 1)..]));
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = range is "*" ? (Least, this == Weekday ? 6 : Most)
            : dash > 0 ? (Number(range[..dash]), Number(range[(dash + 1)..]))
            : (Number(range), slash < 0 ? Number(range) : Most);
        if (from is not { } first || to is not { } last || step is not { } every)
        {
            return null;
        }

        // FRI-MON goes over the end of the week, as 22-4 goes over midnight.
        var size = this == Weekday ? 7 : Most - Least + 1;
        var length = last >= first ? last - first : last + size - first;
        return Enumerable.Range(0, (length / every) + 1).Select(at => Wrapped(first + (at * every), size));
    }

    private int Wrapped(int number, int size) => this == Weekday ? number % 7 : number > Most ? number - size : number;

    private static int? Step(string text) =>
        text.Length is > 0 and <= 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 ? step : null;
}
