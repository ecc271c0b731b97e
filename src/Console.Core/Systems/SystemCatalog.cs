using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Systems;

/// <summary>All systems that were read, and the profiles that could not be: one bad file disables that system alone.</summary>
/// <param name="Systems">The good ones, by id.</param>
/// <param name="Faults">The bad ones.</param>
public sealed record SystemCatalog(ImmutableArray<LoadedSystem> Systems, ImmutableArray<ProfileFault> Faults)
{
    /// <summary>Nothing read yet.</summary>
    public static SystemCatalog Empty { get; } = new([], []);

    /// <summary>A system by its id; null when there is none.</summary>
    /// <param name="id">The id.</param>
    public LoadedSystem? Find(string id) => Systems.FirstOrDefault(system => system.Profile.Id == id);

    /// <summary>The system that claims the alerts of a rule, by the labels that the rule itself gives; null when none does.</summary>
    /// <param name="rule">An alert rule.</param>
    public LoadedSystem? Claiming(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var labels = Metrics.LabelSet.Of(rule.Labels.Append(KeyValuePair.Create("alertname", rule.Name)));
        return Systems.FirstOrDefault(system => system.Claims(labels));
    }
}

/// <summary>A profile with what was made of it at load.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Claim">The parsed matchers that claim alerts: all must hold.</param>
/// <param name="File">Where it was read from, relative to the systems folder's parent.</param>
public sealed record LoadedSystem(SystemProfile Profile, ImmutableArray<Matcher> Claim, string File)
{
    /// <summary>Where each expression stands in the file, as <c>LINE:COLUMN</c> by field path; for errors that only the metric source finds.</summary>
    public ImmutableDictionary<string, string> Places { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether an alert with these labels belongs to this system.</summary>
    /// <param name="labels">The alert's labels.</param>
    public bool Claims(Metrics.LabelSet labels)
    {
        foreach (var matcher in Claim)
        {
            if (!matcher.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A profile that could not be read.</summary>
/// <param name="Id">The file's name without its ending.</param>
/// <param name="File">The file.</param>
/// <param name="Problems">What is wrong, each with line, column and field.</param>
public sealed record ProfileFault(string Id, string File, ImmutableArray<Problem> Problems);
