using System.Globalization;
using System.Text;
using OpsConsole.Soak.Health;
using OpsConsole.Soak.People;

namespace OpsConsole.Soak;

/// <summary>A run as Markdown.</summary>
internal static class Report
{
    /// <summary>Writes it.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="diary">What happened.</param>
    /// <param name="found">What was seen; null when the run broke off.</param>
    public static string Of(SoakOptions options, Diary diary, Findings? found)
    {
        var text = new StringBuilder();
        var faults = diary.Faults;
        text.Append(CultureInfo.InvariantCulture, $"# {options.Length.TotalMinutes:0} minutes of trouble\n\nSeed {options.Seed}, {options.Circuits} circuits. ")
            .Append(faults.Count == 0 ? "Everything held.\n" : $"{faults.Count} things did not hold.\n");
        foreach (var fault in faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {fault.ReplaceLineEndings(" ")}");
        }

        if (faults.Count > 0)
        {
            text.Append('\n');
        }

        Table(text, "What was played", ["what", "times"], diary.Counts.Select(count => (string[])[count.Key, $"{count.Value}"]));
        if (found is not null)
        {
            Found(text, found);
        }

        return text.ToString();
    }

    private static void Found(StringBuilder text, Findings found)
    {
        Table(text, "Troubles: seconds until all pages said so, and until they agreed with the sources again", ["upstream", "times", "said: median", "said: worst", "agreed: median", "agreed: worst"],
            found.Struck.GroupBy(one => one.Upstream).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => (string[])
                [same.Key, $"{same.Count()}", Tenths(Middle(same.Select(one => one.Said))), Tenths(same.Max(one => one.Said)), Tenths(Middle(same.Select(one => one.Agreed))), Tenths(same.Max(one => one.Agreed))]));
        Table(text, "Acts", ["act", .. Enum.GetNames<ActAnswer>().Select(name => name.ToLowerInvariant())],
            found.Acts.GroupBy(act => act.Kind).OrderBy(same => same.Key).Select(same => (string[])[$"{same.Key}", .. Enum.GetValues<ActAnswer>().Select(answer => $"{same.Count(act => act.Answer == answer)}")]));
        text.Append(CultureInfo.InvariantCulture, $"""

            {found.Records.Checked} acts were looked up; {found.Records.DoneUnheard} of those without an answer, or told 503, had been done. {found.Intents.Begun} intents were begun.
            {found.Compared} comparisons of pages with sources. {found.Circuits.Open} of {found.Circuits.Asked} circuits were open at the end; {found.Circuits.Lost} were lost and opened anew.

            """);
        Table(text, "Memory and handles: median of the second quarter of a life, of its last quarter", ["life", "minutes", "MB", "handles", "threads"], found.Flat.Select(life => (string[])
            [life.Life, Tenths(life.Length.TotalMinutes), $"{life.Early.Megabytes:0}, {life.Late.Megabytes:0}", $"{life.Early.Handles}, {life.Late.Handles}", $"{life.Early.Threads}, {life.Late.Threads}"]));
        Table(text, "All lives: megabytes at every eighth", ["life", "minutes", "MB"], found.Lives.Where(life => life.Samples.Count > 0).Select(life => (string[])
            [life.Name, Tenths(life.Samples[^1].Age.TotalMinutes), string.Join(", ", Eighths(life.Samples).Select(sample => $"{sample.Megabytes:0}"))]));
    }

    private static IEnumerable<Sample> Eighths(IReadOnlyList<Sample> samples) => Enumerable.Range(1, 8).Select(i => samples[Math.Max(0, (samples.Count * i / 8) - 1)]);

    private static void Table(StringBuilder text, string title, string[] columns, IEnumerable<string[]> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| {string.Join(" | ", columns)} |\n| {string.Join(" | ", columns.Select((_, i) => i == 0 ? "---" : "---:"))} |\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }
    }

    private static string Tenths(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static double Middle(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
