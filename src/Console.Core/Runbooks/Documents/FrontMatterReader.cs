using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Systems.Reading;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Runbooks;

/// <summary>Reads what stands between the dashes at the top of a runbook. What is wrong is named; the rest of the fields still count.</summary>
internal static class FrontMatterReader
{
    private static readonly string[] Severities = ["critical", "high", "warning", "info"];

    /// <summary>Puts the fields into a runbook.</summary>
    /// <param name="runbook">What is known without them.</param>
    /// <param name="yaml">The YAML, its lines counted as in the file; null where there is none.</param>
    public static Runbook Read(Runbook runbook, string? yaml)
    {
        if (yaml is null)
        {
            return Wrong(runbook, new Problem($"{runbook.File}:1", "begins without front matter: write title, system and alerts between two lines of three dashes"));
        }

        var problems = new ProfileProblems(runbook.File);
        var (root, unreadable) = YamlTree.Read(yaml);
        foreach (var (place, what) in unreadable)
        {
            problems.Add(place, string.Empty, what);
        }

        if (root is YamlFields fields)
        {
            runbook = Take(runbook, new FieldReader(fields, string.Empty, problems) { Places = ImmutableDictionary.CreateBuilder<string, string>() });
        }
        else if (unreadable.IsEmpty)
        {
            problems.Add(new YamlPlace(2, 1), string.Empty, "the front matter holds no fields: write title, system and alerts");
        }

        return runbook with { Problems = runbook.Problems.AddRange(problems.All) };
    }

    private static Runbook Take(Runbook runbook, FieldReader read)
    {
        var title = read.Text("title", "what people call it");
        var system = read.OptionalText("system");
        if (!runbook.IsGuide && system is null)
        {
            read.Wrong("system", $"is missing: the folder says '{runbook.Folder}'");
        }
        else if (!runbook.IsGuide && system != runbook.Folder)
        {
            read.Wrong("system", $"'{FieldReader.Short(system!)}' is not the folder '{runbook.Folder}' that the file is in");
        }

        var taken = runbook with
        {
            Title = title.Length > 0 ? title : runbook.Title,
            System = runbook.IsGuide ? system : runbook.Folder,
            Owner = read.OptionalText("owner") ?? string.Empty,
            Reviewed = Day(read, "reviewed"),
        };
        taken = runbook.IsGuide ? taken with { Alerts = Names(read) } : Answer(taken, read);
        read.RefuseTheRest();
        return taken;
    }

    private static Runbook Answer(Runbook runbook, FieldReader read)
    {
        var alerts = Names(read);
        if (alerts.IsEmpty)
        {
            read.Wrong("alerts", "is missing: name the alerts it is for, as [TheirNames]; what is for none belongs to the folder guides");
        }

        var severity = read.Choice("severity", Severities);
        var within = read.OptionalDuration("respond_within");
        var after = read.OptionalDuration("escalate_after");
        if (within is null && !read.Has("respond_within"))
        {
            read.Wrong("respond_within", "is missing: within what time somebody answers, for example 5m");
        }
        else if (after > TimeSpan.Zero && after < within)
        {
            read.Wrong("escalate_after", "comes before somebody has to answer");
        }

        return runbook with
        {
            Alerts = alerts,
            Severity = SeverityNames.Parse(severity),
            RespondWithin = Known(within),
            EscalateAfter = Known(after),
            EscalateTo = read.OptionalText("escalate_to") ?? string.Empty,
        };
    }

    // A guide's are those that no system claims.
    private static ImmutableArray<string> Names(FieldReader read) => read.Texts("alerts", name => name.Length > 200 ? "is no alert's name" : null);

    // What can't be read is named, and comes as zero: that must not look like an answer due at once.
    private static TimeSpan? Known(TimeSpan? read) => read > TimeSpan.Zero ? read : null;

    private static DateOnly? Day(FieldReader read, string name)
    {
        if (read.OptionalText(name) is not { } written)
        {
            return null;
        }

        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        read.Wrong(name, $"'{FieldReader.Short(written)}' is no day: write it as 2026-11-29");
        return null;
    }

    private static Runbook Wrong(Runbook runbook, Problem problem) => runbook with { Problems = runbook.Problems.Add(problem) };
}
