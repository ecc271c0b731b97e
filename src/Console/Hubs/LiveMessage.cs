namespace OpsConsole.Hubs;

/// <summary>What a client of the hub is told of one section. docs/live-hub.md documents the shapes.</summary>
/// <param name="Section">The section's name: overview, alerts, leadership, slo, queues, workloads, sources.</param>
/// <param name="Version">Grows with every observation or failure; equal versions are equal content.</param>
/// <param name="ObservedAt">When the content was observed; null when it never was.</param>
/// <param name="Freshness">live, stale or unknown, judged when the message was sent.</param>
/// <param name="StaleAfterSeconds">The age from which content without a newer message is stale; null when it never gets old.</param>
/// <param name="Problem">Why the last attempt to observe failed.</param>
/// <param name="ProblemSince">When it first failed.</param>
/// <param name="Value">The whole content; null when it never was observed, or when <paramref name="Changes"/> says it.</param>
/// <param name="Changes">For alerts, after the first message: what changed since the message before.</param>
internal sealed record LiveMessage(
    string Section, long Version, DateTimeOffset? ObservedAt, string Freshness, double? StaleAfterSeconds, string? Problem,
    DateTimeOffset? ProblemSince, object? Value, AlertChanges? Changes);

/// <summary>
/// Alerts that are new or changed, and fingerprints that are gone. Applying it twice, or to a board that already has part of it,
/// gives the same result.
/// </summary>
/// <param name="Changed">New and changed alerts, whole.</param>
/// <param name="Removed">Fingerprints of alerts that are gone.</param>
/// <param name="SilentSources">All sources that do not answer now: what only they report is the last known.</param>
internal sealed record AlertChanges(
    IReadOnlyList<AlertMessage> Changed, IReadOnlyList<string> Removed, System.Collections.Immutable.ImmutableArray<string> SilentSources);
