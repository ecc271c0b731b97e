using System.Text.RegularExpressions;
using OpsConsole.Alerts;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Systems;

/// <summary>
/// Reads a profile. Whatever the file holds, the answer is a profile or all that is wrong with it, each with
/// <c>systems/x.yaml:LINE:COLUMN field</c>; nothing is thrown.
/// </summary>
public static partial class ProfileReader
{
    /// <summary>The largest file that is read: profiles are a few kilobytes.</summary>
    public const int LargestFile = YamlFile.Largest;

    private static readonly YamlKind Profile = new("a profile", "title", "title: and claims_alerts:");

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; its name without the ending is the system's id.</param>
    public static Result<LoadedSystem> Read(string path)
    {
        var shown = ShownAs(path);
        return YamlFile.Bytes(path, shown).Match(bytes => Read(shown, bytes), problems => problems);
    }

    /// <summary>Reads a profile's content.</summary>
    /// <param name="file">The file as people see it, <c>systems/x.yaml</c>; its name without the ending is the system's id.</param>
    /// <param name="content">What is in it.</param>
    public static Result<LoadedSystem> Read(string file, ReadOnlySpan<byte> content)
    {
        var id = Path.GetFileNameWithoutExtension(file);
        return SystemId().IsMatch(id)
            ? YamlFile.Read(file, content, Profile, fields => ReadFields(id, file, fields))
            : new Problem(file, $"'{FieldReader.Short(id)}' can't be a system's id: name the file with lower case letters, digits and single '-', "
                + "beginning with a letter, at most 63, for example billing-api.yaml");
    }

    /// <summary>A file as people see it: its folder's name and its own.</summary>
    internal static string ShownAs(string path) => $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{Path.GetFileName(path)}";

    private static LoadedSystem ReadFields(string id, string file, FieldReader field)
    {
        var profile = new SystemProfile
        {
            Id = id,
            Title = field.Text("title", "the name that people use"),
            About = field.OptionalText("about") ?? string.Empty,
            Cluster = field.OptionalText("cluster"),
            Metrics = field.OptionalText("metrics"),
            Namespaces = field.Texts("namespaces", FieldReader.WrongObjectName),
            Owner = field.OptionalText("owner") ?? string.Empty,
            ClaimsAlerts = field.Texts("claims_alerts", WrongClaim),
            Severities = ProfileParts.Severities(field),
            Leader = ProfileParts.Leader(field),
            Workloads = ProfileParts.Workloads(field),
            Slos = ProfileObjectives.Read(field),
            Panels = ProfileSignals.Panels(field),
            LogSelector = field.OptionalText("log_selector"),
            Runbooks = ProfileParts.Runbooks(field),
            HealthEndpoints = ProfileParts.Links(field, "health_endpoints"),
            Links = ProfileParts.Links(field, "links"),
        };
        profile = profile with { Queues = ProfileSignals.Queues(field, profile.Workloads), Actions = ProfileActions.Read(field, profile), Incidents = ProfileIncidents.Read(field, profile.Severities) };
        field.RefuseTheRest();
        CheckWhole(field, profile);
        return new LoadedSystem(profile, [.. profile.ClaimsAlerts.Select(claim => Matcher.Parse(claim).Value)], file)
        {
            Places = field.Places.ToImmutable(),
        };
    }

    /// <summary>What only the whole profile tells.</summary>
    private static void CheckWhole(FieldReader field, SystemProfile profile)
    {
        if (!field.Has("claims_alerts"))
        {
            field.Wrong("claims_alerts", $"is missing: write the matchers that claim an alert, for example - system=\"{profile.Id}\"");
        }
        else if (!profile.ClaimsAlerts.IsEmpty && profile.ClaimsAlerts.All(claim => Matcher.Parse(claim).Value.Matches(string.Empty)))
        {
            field.Wrong("claims_alerts", $"claims alerts that carry none of these labels, and so everybody's: write for example system=\"{profile.Id}\"");
        }

        if (profile.Cluster is null && profile.Leader is not null)
        {
            field.Wrong("leader", "needs a cluster: its lease lives there; write cluster: NAME");
        }

        var twice = profile.Workloads.GroupBy(workload => (workload.Kind, workload.Namespace, workload.Name)).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            field.Wrong("workloads", $"{twice.Key.Kind} {twice.Key.Namespace}/{twice.Key.Name} is there twice: keep one");
        }
    }

    private static string? WrongClaim(string text) => ProfileParts.WrongMatcher(text, "system=\"name\"");

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z](-?[a-z0-9])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SystemId();
}
