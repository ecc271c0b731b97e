using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Silences;

/// <summary>
/// A cron line as people write it: minute, hour, day of the month, month, weekday. Sunday is 0 or 7; <c>L</c> is a month's last day, <c>MON#1</c> its first Monday and
/// <c>FRIL</c> its last Friday.
/// </summary>
/// <param name="Minutes">The minutes; none: all.</param>
/// <param name="Hours">The hours; none: all.</param>
/// <param name="Days">The days of the month; none: all.</param>
/// <param name="Months">The months; none: all.</param>
/// <param name="Weekdays">The weekdays, 0 for Sunday; none: all.</param>
internal sealed record CronLine(
    ImmutableArray<int> Minutes, ImmutableArray<int> Hours, ImmutableArray<int> Days, ImmutableArray<int> Months, ImmutableArray<int> Weekdays)
{
    /// <summary>The field's name in problems.</summary>
    public const string Where = "cron";

    private const int Longest = 120;
    private static readonly char[] Spaces = [' ', '\t'];

    /// <summary>Which of the weekday in its month; 0: each, 6: the last.</summary>
    public int Nth { get; private init; }

    /// <summary>The month's last day.</summary>
    public bool IsLastDay { get; private init; }

    /// <summary>As it was written, with one space between the fields.</summary>
    public string Text { get; private init; } = string.Empty;

    /// <summary>For Quartz: with seconds before, weekdays from 1 for Sunday, and a question mark in one of the two fields of days.</summary>
    public string Quartz
    {
        get
        {
            var byWeekday = !Weekdays.IsEmpty;
            var days = IsLastDay ? "L" : byWeekday ? "?" : List(Days);
            var weekdays = !byWeekday ? "?" : Nth switch
            {
                0 => List([.. Weekdays.Select(day => day + 1)]),
                6 => $"{Weekdays[0] + 1}L",
                _ => $"{Weekdays[0] + 1}#{Nth}",
            };
            return $"0 {List(Minutes)} {List(Hours)} {days} {List(Months)} {weekdays}";
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The line; or which field is wrong, and what would be right.</returns>
    public static Result<CronLine> Read(string text)
    {
        var fields = text.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);
        if (text.Length > Longest || fields.Length != 5)
        {
            return new Problem(Where, fields.Length == 0 ? "is empty: write minute, hour, day of the month, month and weekday, for example 0 2 * * TUE"
                : text.Length > Longest ? $"has {text.Length} letters; {Longest} are the most"
                : $"has {fields.Length} {(fields.Length == 1 ? "field" : "fields")}, and 5 are due: minute, hour, day of the month, month, weekday (no seconds), for example 0 2 * * TUE");
        }

        var isLast = fields[2] is "L" or "l";
        var (minutes, hours, months) = (CronField.Minute.Read(fields[0]), CronField.Hour.Read(fields[1]), CronField.Month.Read(fields[3]));
        var days = isLast ? ImmutableArray<int>.Empty : CronField.Day.Read(fields[2]);
        var weekdays = ReadWeekday(fields[4]);
        var problems = minutes.Problems.AddRange(hours.Problems).AddRange(days.Problems).AddRange(months.Problems).AddRange(weekdays.Problems);
        if (!problems.IsEmpty)
        {
            return problems;
        }

        if ((isLast || !days.Value.IsEmpty) && !weekdays.Value.Days.IsEmpty)
        {
            return new Problem(Where, "names a day of the month and a weekday, which cron takes for either of the two: put * for one of them; the first Monday of a month is * in the one and MON#1 in the other");
        }

        var line = new CronLine(minutes.Value, hours.Value, days.Value, months.Value, weekdays.Value.Days)
        {
            Nth = weekdays.Value.Nth,
            IsLastDay = isLast,
            Text = string.Join(' ', fields).ToUpperInvariant(),
        };
        return line.NeverComes is { } never ? new Problem(Where, never) : line;
    }

    private string? NeverComes
    {
        get
        {
            var longest = Months.IsEmpty ? 31 : Months.Max(month => DateTime.DaysInMonth(2024, month));
            return !Days.IsEmpty && Days.Min() > longest
                ? $"never comes: none of its months has a day {Days.Min().ToString(CultureInfo.InvariantCulture)}"
                : null;
        }
    }

    // A weekday of a month stands alone: MON#1, FRIL.
    private static Result<MonthlyDay> ReadWeekday(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash > 0)
        {
            return CronField.Weekday.Number(text[..hash]) is { } day && text[(hash + 1)..] is [>= '1' and <= '5'] nth
                ? new MonthlyDay([day % 7], nth[0] - '0')
                : new Problem(Where, $"the weekday '{Systems.Reading.FieldReader.Short(text)}' is wrong: the first Monday of a month is MON#1, the fifth MON#5");
        }

        if (text.Length > 1 && text[^1] is 'L' or 'l' && CronField.Weekday.Number(text[..^1]) is { } last)
        {
            return new MonthlyDay([last % 7], 6);
        }

        var days = CronField.Weekday.Read(text);
        return days.IsOk ? new MonthlyDay([.. days.Value.Select(day => day % 7).Distinct().Order()], 0) : days.Problems;
    }

    private static string List(ImmutableArray<int> numbers) => numbers.IsEmpty ? "*" : string.Join(',', numbers);

    private sealed record MonthlyDay(ImmutableArray<int> Days, int Nth);
}
