using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace OpsConsole.Remediation;

/// <summary>What somebody wants done, as it came: from a page, a runbook's button, the HTTP API or the command line. Nothing in it is checked yet.</summary>
/// <param name="Kind">Which guarded action: <c>lease-delete</c>.</param>
/// <param name="System">The system's id.</param>
/// <param name="Target">
/// What to do it to: <c>NAMESPACE/NAME</c> of a lease, workload or pod; <c>ALERTMANAGER/ID</c> of a silence; the Alertmanager's name, or nothing, for a new silence.
/// </param>
public sealed record ActionRequest(string Kind, string System, string Target)
{
    /// <summary>The parameters as they were typed, by name.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where it was asked from.</summary>
    public ActionOrigin Origin { get; init; } = new(ActionDoor.Page);

    /// <summary>The id of the run that this takes back; null when it takes nothing back.</summary>
    public string? UndoOf { get; init; }

    /// <summary>Whether another asks for the same, wherever it was asked from.</summary>
    /// <param name="other">The other.</param>
    public bool AsksTheSame(ActionRequest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind && System == other.System && Target == other.Target && UndoOf == other.UndoOf && Parameters.SequenceEqual(other.Parameters);
    }
}

/// <summary>The ways in: all of them lead through the same ten stages.</summary>
public enum ActionDoor
{
    /// <summary>A page.</summary>
    Page,

    /// <summary>A runbook's button.</summary>
    Runbook,

    /// <summary>The HTTP API, the command line among its callers.</summary>
    Api,
}

/// <summary>Where an action was asked from.</summary>
/// <param name="Door">The way in.</param>
public sealed record ActionOrigin(ActionDoor Door)
{
    /// <summary>The fingerprint of the alert that it answers; null for none.</summary>
    public string? Alert { get; init; }

    /// <summary>The name of that alert, for people; null for none.</summary>
    public string? AlertName { get; init; }

    /// <summary>The runbook, as SYSTEM/SLUG; null for none.</summary>
    public string? Runbook { get; init; }

    /// <summary>The incident; null for none.</summary>
    public string? Incident { get; init; }
}

/// <summary>What an action is done to.</summary>
/// <param name="Kind"><c>Lease</c>, <c>Deployment</c>, <c>StatefulSet</c>, <c>DaemonSet</c>, <c>Pod</c> or <c>Silence</c>.</param>
/// <param name="Place">The name of the cluster, or of the Alertmanager, in the configuration.</param>
/// <param name="Namespace">The namespace; empty for a silence.</param>
/// <param name="Name">The object's name; for a new silence its matchers in canonical order.</param>
public sealed record ActionTarget(string Kind, string Place, string Namespace, string Name)
{
    /// <summary>For people: <c>Lease pay/billing-lock</c>.</summary>
    public string Title => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";

    /// <summary>For people who know it from a list: <c>Silence 1f0c9a3e</c>; of an id as much as lists show.</summary>
    public string Brief => IsId ? $"{Kind} {Name[..ShownOfId]}" : Title;

    /// <summary>What one action at a time is done to, on all replicas together.</summary>
    public string Key => $"{Place}|{Kind}|{Namespace}|{(Name.Length <= LongestInKey ? Name : Digest(Name))}";

    /// <summary>What a person types to confirm a risky action: the target's name with its cluster's; of an id as much as lists show, and only the kind where the name is a list that nobody types.</summary>
    public string Typed => $"{(IsId ? Name[..ShownOfId] : Name.Length <= LongestToType ? Name : Kind.ToLowerInvariant())} @ {Place}";

    // A database's index takes no text of any length, and matchers may be many.
    private const int LongestInKey = 600;
    private const int LongestToType = 60;
    private const int ShownOfId = 8;

    private bool IsId => Guid.TryParseExact(Name, "D", out _);

    private static string Digest(string name) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
}
