using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Runbooks;

namespace OpsConsole.Systems.Reading;

/// <summary>Reads what a profile says about people and places: severities, leader election, workloads, links.</summary>
internal static class ProfileParts
{
    public static ImmutableArray<SeverityClass> Severities(FieldReader profile) => Each(profile, "severities", "label", field =>
    {
        var severity = new SeverityClass(
            field.Text("label", "the value of the severity label, for example critical"),
            field.Whole("class", 0, 3),
            field.Duration("respond_within", "how soon a person has acknowledged"),
            field.OptionalDuration("escalate_after"),
            field.Text("escalate_to", "to whom it goes when it is not resolved in time"),
            Exceptions(field.Group("except")));
        if (severity.EscalateAfter < severity.RespondWithin)
        {
            field.Wrong("escalate_after", "must not be shorter than respond_within");
        }

        return severity;
    });

    public static LeaderElectionProfile? Leader(FieldReader profile)
    {
        if (profile.Group("leader") is not { } field)
        {
            return null;
        }

        var leader = new LeaderElectionProfile(
            field.ObjectName("namespace", "the lease's namespace"),
            field.ObjectName("lease", "the lease's name"),
            field.OptionalPromql("status_metric"),
            field.Duration("lease_duration", "the duration that the electors are set to"),
            field.Duration("renew_deadline", "how long a holder tries to renew"),
            field.Whole("max_contenders", 1, 1000),
            field.Text("without_leader", "a sentence that says what stands still while nobody leads"));
        if (leader.RenewDeadline >= leader.LeaseDuration && leader.LeaseDuration > TimeSpan.Zero)
        {
            field.Wrong("renew_deadline", $"must be below lease_duration ({PromDuration.Format(leader.LeaseDuration)}): "
                + "else the holder still believes that it leads when another may take over");
        }

        field.RefuseTheRest();
        return leader;
    }

    public static ImmutableArray<WorkloadProfile> Workloads(FieldReader profile) => Each(profile, "workloads", null, field =>
    {
        var kind = field.Choice("kind", "Deployment", "StatefulSet", "DaemonSet", "Service");
        var outside = kind == "Service";
        var workload = new WorkloadProfile(
            kind,
            outside ? field.OptionalText("namespace") ?? string.Empty : field.ObjectName("namespace", "the namespace it runs in"),
            field.ObjectName("name", "the workload's name"),
            field.Whole("usual", 0, 10_000),
            field.Whole("min", 0, 10_000),
            field.Whole("max", 0, 10_000),
            field.OptionalPromql("ready"));
        if (outside && workload.Namespace.Length > 0)
        {
            field.Wrong("namespace", "a Service is for what runs outside a cluster and has no namespace; is the kind Deployment?");
        }

        if (workload.Min > workload.Max)
        {
            field.Wrong("min", $"must not be above max ({workload.Max})");
        }
        else if (workload.Usual < workload.Min || workload.Usual > workload.Max)
        {
            field.Wrong("usual", $"must lie between min ({workload.Min}) and max ({workload.Max})");
        }

        return workload;
    });

    /// <summary>The rules from runbook addresses to runbooks.</summary>
    /// <param name="profile">The profile's fields.</param>
    public static ImmutableArray<RunbookRule> Runbooks(FieldReader profile) => Each(profile, "runbooks", null, field =>
    {
        var rule = RunbookRule.Of(
            field.Text("url", "a regular expression that the alert's runbook_url matches, for example wiki/alerts/([^/]+)$"),
            field.Text("file", "the runbook's file without folder and .md, for example $1"));
        if (!rule.IsOk)
        {
            field.Wrong("url", rule.Problems[0].What);
        }

        return rule.IsOk ? rule.Value : RunbookRule.Of("never", "never").Value;
    });

    /// <summary>What is wrong with a matcher; null when nothing is.</summary>
    /// <param name="text">The matcher as it is written.</param>
    /// <param name="example">One that would be right.</param>
    public static string? WrongMatcher(string text, string example)
    {
        var matcher = Matcher.Parse(text);
        return matcher.IsOk ? null : $"'{FieldReader.Short(text)}' is no matcher ({FieldReader.Short(matcher.Problems[0].What)}): write for example {example}";
    }

    public static ImmutableArray<NamedLink> Links(FieldReader profile, string name) => Each(profile, name, "title", field =>
        new NamedLink(field.Text("title", "what the link opens"), field.Address("address")));

    /// <summary>Reads a list of groups; refuses unknown fields, and a name that two of them have.</summary>
    /// <param name="profile">What holds the list.</param>
    /// <param name="list">The list's field.</param>
    /// <param name="key">The field that must differ; null when the caller looks itself.</param>
    /// <param name="read">Reads one group.</param>
    public static ImmutableArray<T> Each<T>(FieldReader profile, string list, string? key, Func<FieldReader, T> read)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in profile.Groups(list))
        {
            all.Add(read(field));
            field.RefuseTheRest();
            if (key is not null && field.Peek(key) is { } name && !seen.Add(name))
            {
                field.Wrong(key, $"'{FieldReader.Short(name)}' is there twice in {list}: each needs a {key} of its own");
            }
        }

        return all.ToImmutable();
    }

    private static ImmutableDictionary<string, TimeSpan> Exceptions(FieldReader? field) => field is null
        ? ImmutableDictionary<string, TimeSpan>.Empty
        : field.Names.ToImmutableDictionary(alert => alert, alert => field.Duration(alert, "how soon a person has acknowledged this alert"));
}
