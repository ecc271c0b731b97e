using OpsConsole.Metrics;

namespace OpsConsole.Leadership;

/// <summary>Names of candidates: a lease names its holder by an identity, a gauge by its pod.</summary>
internal static class Candidate
{
    /// <summary>The name in a holder's identity: client libraries append a random part after an underscore, which no pod name holds.</summary>
    /// <param name="identity">The identity; null or empty when nobody holds the lease.</param>
    public static string? Of(string? identity) => identity switch
    {
        null or "" => null,
        _ when identity.IndexOf('_', StringComparison.Ordinal) is > 0 and var end => identity[..end],
        _ => identity,
    };

    /// <summary>The name of the candidate that reports a gauge: its pod, or where there are no pods its instance.</summary>
    /// <param name="labels">The series' labels.</param>
    public static string Of(LabelSet labels) => labels["pod"] is { Length: > 0 } pod ? pod : labels["instance"];
}
