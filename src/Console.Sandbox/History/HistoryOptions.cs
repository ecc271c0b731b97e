using System.Globalization;

namespace OpsConsole.Sandbox.History;

/// <summary>What `history` was asked for.</summary>
internal sealed record HistoryOptions(double Days, double RawHours, string Out)
{
    public const string Usage = "usage: OpsConsole.Sandbox history [--days 30] [--raw-hours 24] --out FILE";

    // Counters of the quiet fleet begin two days before the last midnight; what is older would be a flat line.
    public const double MostRawHours = 48;

    public static (HistoryOptions? Options, string? Problem) Read(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>();
        for (var i = 0; i < args.Count; i += 2)
        {
            if (args[i] is not ("--days" or "--raw-hours" or "--out")) return (null, $"{args[i]} is not known. {Usage}");
            if (i + 1 == args.Count) return (null, $"{args[i]} needs a value. {Usage}");
            given[args[i]] = args[i + 1];
        }
        if (!given.TryGetValue("--out", out var file)) return (null, $"--out is missing: the file to write. {Usage}");
        if (Number(given, "--days", 30) is not { } days || days > 90) return (null, $"--days must be a number from 0 to 90. {Usage}");
        if (Number(given, "--raw-hours", 24) is not { } hours || hours > MostRawHours)
            return (null, $"--raw-hours must be a number from 0 to {MostRawHours}. {Usage}");
        return (new(days, hours, file), null);
    }

    private static double? Number(Dictionary<string, string> given, string name, double otherwise) =>
        !given.TryGetValue(name, out var text) ? otherwise
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
