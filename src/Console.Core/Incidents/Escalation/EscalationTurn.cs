using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>A step that is due by one of its channels.</summary>
/// <param name="Step">The step.</param>
/// <param name="Via">The how manieth of its channels, from 0.</param>
/// <param name="DueAt">When it was due.</param>
internal sealed record DueStep(PlannedStep Step, int Via, DateTimeOffset DueAt)
{
    /// <summary>Why it is not told when it was planned, in a sentence; null when it is.</summary>
    public string? Late { get; init; }

    /// <summary>Whether it is too late to be told at all.</summary>
    public bool IsTooLate { get; init; }
}

/// <summary>What is to be done about an escalation now, and when to look again.</summary>
/// <param name="Due">Steps that are due.</param>
/// <param name="Unwanted">Notices that are intended and must not be sent any more.</param>
/// <param name="Followers">Where it is to be told that somebody has it, or that it is over: each a notice that was sent there.</param>
/// <param name="NextAt">When the next step is due; null when none is.</param>
internal sealed record EscalationTurn(
    ImmutableArray<DueStep> Due, ImmutableArray<EscalationNotice> Unwanted, ImmutableArray<EscalationNotice> Followers, DateTimeOffset? NextAt)
{
    // What is told within this time is told in time.
    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(1);

    /// <summary>Looks.</summary>
    /// <param name="it">The escalation.</param>
    /// <param name="notices">All its notices.</param>
    /// <param name="quiet">When lower classes wait.</param>
    /// <param name="limits">How old things may become.</param>
    public static EscalationTurn Of(Escalation it, IReadOnlyCollection<EscalationNotice> notices, QuietHours quiet, EscalationLimits limits)
    {
        var (due, next) = it is { State: EscalationState.Running, GoneSince: null } ? Steps(it, notices, quiet, limits) : ([], null);
        return new EscalationTurn(due, [.. notices.Where(one => one.State is NoticeState.Intended && !IsWanted(one, it))], [.. Followed(it, notices)], next);
    }

    /// <summary>The name, at the other end, of what is told where a leg was told.</summary>
    public static string FollowerStep(Escalation it, EscalationNotice told) => $"{FollowerPrefix(it)}{told.PageStep}";

    private static (ImmutableArray<DueStep> Due, DateTimeOffset? Next) Steps(Escalation it, IReadOnlyCollection<EscalationNotice> notices, QuietHours quiet, EscalationLimits limits)
    {
        var now = it.SeenAt;
        var due = ImmutableArray.CreateBuilder<DueStep>();
        DateTimeOffset? failedAt = null;
        foreach (var step in it.Plan.Steps)
        {
            var planned = it.LegAt + step.After;
            var at = failedAt is { } failed && failed < planned ? failed : planned;
            var done = Done.Of([.. notices.Where(one => one.Kind is PageKind.Trigger && one.Leg == it.Leg && one.Step == step.Number)]);
            failedAt = done.FailedAt is { } last && done.Via + 1 >= step.By.Length ? last : null;
            if (done.IsSettled || failedAt is not null)
            {
                continue;
            }

            // A step that failed goes on with its next channel at once, but no sooner than the hours allow.
            var allowed = quiet.Delay(it.Class, at > now ? at : now);
            if (allowed > now)
            {
                return (due.ToImmutable(), allowed);
            }

            due.Add(Judged(new DueStep(step, done.Via + 1, done.FailedAt ?? at), quiet.Delay(it.Class, at), done.Says, now, limits));
        }

        return (due.ToImmutable(), null);
    }

    private static DueStep Judged(DueStep step, DateTimeOffset planned, string? failed, DateTimeOffset now, EscalationLimits limits) => failed is not null
        ? step with { Late = $"The channel tried before did not take it: {failed}" }
        : now - planned > limits.MaxAge ? step with { IsTooLate = true }
        : now - planned > InTime ? step with { Late = $"{DurationText.Words(now - planned)} late: it was due at {planned.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and could not be told then." }
        : step;

    private static bool IsWanted(EscalationNotice one, Escalation it) => one.Kind switch
    {
        // Held back or gone for a moment, it waits: it may be wanted again.
        PageKind.Trigger => one.Leg == it.Leg && it.State is EscalationState.Running or EscalationState.Held,
        PageKind.Acknowledge => it.State is EscalationState.Acknowledged,
        _ => true,
    };

    private static IEnumerable<EscalationNotice> Followed(Escalation it, IReadOnlyCollection<EscalationNotice> notices)
    {
        if (it.State is not (EscalationState.Over or EscalationState.Acknowledged))
        {
            return [];
        }

        // Of one affair each place hears it once, however often it was told before.
        var prefix = FollowerPrefix(it);
        var heard = notices.Where(one => one.Kind is not PageKind.Trigger && one.PageStep.StartsWith(prefix, StringComparison.Ordinal)).Select(Place).ToHashSet();
        return notices.Where(one => one.MayBeKnown && (it.State is EscalationState.Over || one.Leg == it.Leg)).DistinctBy(Place).Where(one => !heard.Contains(Place(one)));
    }

    private static (int Leg, string Channel, string? Address) Place(EscalationNotice one) => (one.Leg, one.Channel, one.Address);

    private static string FollowerPrefix(Escalation it) => it.State is EscalationState.Over ? "resolve." : $"ack.{it.Ack!.Id}.";

    /// <summary>What was done about a step.</summary>
    /// <param name="Via">The last channel that was tried; -1: none.</param>
    /// <param name="IsSettled">Whether nothing more is to be done: told, under way, or no longer wanted.</param>
    /// <param name="FailedAt">When its last channel failed; null when it did not.</param>
    /// <param name="Says">Why it failed.</param>
    private sealed record Done(int Via, bool IsSettled, DateTimeOffset? FailedAt, string? Says)
    {
        public static Done Of(IReadOnlyCollection<EscalationNotice> of)
        {
            if (of.Count == 0)
            {
                return new Done(-1, false, null, null);
            }

            var via = of.Max(one => one.Via);
            var last = of.Where(one => one.Via == via).ToList();
            var isFailed = last.All(one => one.State is NoticeState.Failed);
            return new Done(via, !isFailed, isFailed ? last.Max(one => one.DoneAt) : null, isFailed ? last[0].Says : null);
        }
    }
}
