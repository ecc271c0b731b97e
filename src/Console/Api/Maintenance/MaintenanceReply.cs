using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Api;

/// <summary>Windows.</summary>
/// <param name="Windows">Those that run first, then those to come, then those that are off or over.</param>
internal sealed record WindowsReply(IReadOnlyList<WindowReply> Windows);

/// <summary>A time that a window runs.</summary>
/// <param name="Start">Begin.</param>
/// <param name="End">End.</param>
/// <param name="Note">What a change of the clock does to it; null for nothing.</param>
internal sealed record OccurrenceReply(DateTimeOffset Start, DateTimeOffset End, string? Note);

/// <summary>What became of an occurrence.</summary>
/// <param name="Start">Begin.</param>
/// <param name="End">End.</param>
/// <param name="State">How far it went.</param>
/// <param name="Silences">The ids of its silences, by Alertmanager.</param>
/// <param name="Says">Why it ended as it did.</param>
/// <param name="Problem">Why it is not as it should be.</param>
internal sealed record WindowRunReply(
    DateTimeOffset Start, DateTimeOffset End, string State, ImmutableSortedDictionary<string, string> Silences, string? Says, string? Problem)
{
    public static WindowRunReply Of(WindowRun run) => new(
        run.Start, run.End, ApiWords.Of(run.State), run.Silences.ToImmutableSortedDictionary(held => held.Key, held => held.Value.Id, StringComparer.Ordinal), run.Says, run.Problem);
}

/// <summary>A window.</summary>
internal sealed record WindowReply(
    string Id, long Version, string Name, string? System, IReadOnlyList<string> Matchers, string When, string? Cron, string? Duration, DateTimeOffset? From, DateTimeOffset? To, string Zone,
    string Comment, string? Ticket, bool IsOn, PersonReply MadeBy, DateTimeOffset MadeAt, PersonReply ChangedBy, DateTimeOffset ChangedAt, string State,
    IReadOnlyList<OccurrenceReply> Next, IReadOnlyList<WindowRunReply> Runs, string? Problem)
{
    private const int Ahead = 10;

    /// <summary>Of a window.</summary>
    /// <param name="status">How it stands.</param>
    /// <param name="runs">What became of its occurrences, newest first.</param>
    /// <param name="now">The time.</param>
    public static WindowReply Of(WindowStatus status, IEnumerable<WindowRun> runs, DateTimeOffset now)
    {
        var window = status.Window;
        var (plan, times) = (window.Plan, window.Plan.Times);
        return new(
            window.Id, window.Version, plan.Name, plan.System, [.. plan.Matchers.Select(matcher => matcher.ToString())], WindowWords.Of(times), times.Cron,
            times.Cron is null ? null : Systems.PromDuration.Format(times.Duration), times.From, times.To, times.Zone.Id, plan.Comment, plan.Ticket, window.IsOn,
            new(window.MadeBy.Subject, window.MadeBy.Name), window.MadeAt, new(window.ChangedBy.Subject, window.ChangedBy.Name), window.ChangedAt,
            ApiWords.Of(status.State),
            [.. window.Unreadable is not null ? [] : times.After(now).Take(Ahead).Select(occurrence => new OccurrenceReply(occurrence.Start, occurrence.End, WindowWords.Change(occurrence, times)))],
            [.. runs.Select(WindowRunReply.Of)], status.Problem);
    }
}
