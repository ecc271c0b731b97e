using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using OpsConsole.Alerts;
using OpsConsole.Systems.Reading;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Systems;

/// <summary>
/// Reads a profile. Whatever the file holds, the answer is a profile or all that is wrong with it, each with
/// <c>systems/x.yaml:LINE:COLUMN field</c>; nothing is thrown.
/// </summary>
public static partial class ProfileReader
{
    /// <summary>The largest file that is read: profiles are a few kilobytes.</summary>
    public const int LargestFile = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; its name without the ending is the system's id.</param>
    public static Result<LoadedSystem> Read(string path)
    {
        var shown = ShownAs(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LargestFile + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Read(shown, bytes.AsSpan(0, length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(shown, $"can't be read: {e.Message}");
        }
    }

    /// <summary>Reads a profile's content.</summary>
    /// <param name="file">The file as people see it, <c>systems/x.yaml</c>; its name without the ending is the system's id.</param>
    /// <param name="content">What is in it.</param>
    public static Result<LoadedSystem> Read(string file, ReadOnlySpan<byte> content)
    {
        var id = Path.GetFileNameWithoutExtension(file);
        if (!SystemId().IsMatch(id))
        {
            return new Problem(file, $"'{FieldReader.Short(id)}' can't be a system's id: name the file with lower case letters, digits and single '-', "
                + "beginning with a letter, at most 63, for example billing-api.yaml");
        }

        if (content.Length > LargestFile)
        {
            return new Problem(file, "is larger than 1 MB: a profile takes a few kilobytes");
        }

        try
        {
            return Read(id, file, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            return new Problem(file, "is not text: a profile is YAML in UTF-8");
        }
    }

    /// <summary>A file as people see it: its folder's name and its own.</summary>
    internal static string ShownAs(string path) => $"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{Path.GetFileName(path)}";

    private static Result<LoadedSystem> Read(string id, string file, string text)
    {
        var problems = new ProfileProblems(file);
        var (root, unreadable) = YamlTree.Read(text);
        foreach (var (place, what) in unreadable)
        {
            problems.Add(place, string.Empty, what);
        }

        switch (root)
        {
            case YamlFields fields:
                var loaded = ReadFields(id, file, new FieldReader(fields, string.Empty, problems)
                {
                    Places = ImmutableDictionary.CreateBuilder<string, string>(),
                });
                return problems.All is { IsEmpty: false } wrong ? wrong : loaded;
            case null or YamlScalar { IsEmpty: true } when unreadable.IsEmpty:
                return new Problem($"{file}:1:1", "is empty: a profile begins with title: and claims_alerts:");
            case { } other when unreadable.IsEmpty:
                return new Problem($"{file}:{other.Place.Line}:{other.Place.Column}", $"must be a group of fields (title: ...), not {other.Kind}");
            default:
                return problems.All;
        }
    }

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
            Slos = ProfileSignals.Objectives(field),
            Queues = ProfileSignals.Queues(field),
            Panels = ProfileSignals.Panels(field),
            LogSelector = field.OptionalText("log_selector"),
            HealthEndpoints = ProfileParts.Links(field, "health_endpoints"),
            Links = ProfileParts.Links(field, "links"),
        };
        profile = profile with { Actions = ProfileActions.Read(field, profile) };
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

    private static string? WrongClaim(string text)
    {
        var matcher = Matcher.Parse(text);
        return matcher.IsOk ? null : $"'{FieldReader.Short(text)}' is no matcher ({FieldReader.Short(matcher.Problems[0].What)}): write for example system=\"name\"";
    }

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z](-?[a-z0-9])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SystemId();
}
