using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>What is written when a run is made. It is called where no other run is made or moved at the same time, on any replica: so what it counts stays true.</summary>
internal static class NewRun
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>What only the store can tell against it; null for nothing.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="confirmed">What was confirmed.</param>
    /// <param name="idempotencyKey">The person's key; null for none.</param>
    /// <param name="brokenGlasses">How many glasses the person may break in a day.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Problem?> RefusedBecauseAsync(StoreWork work, ConfirmedAction confirmed, string? idempotencyKey, int brokenGlasses, CancellationToken cancellation)
    {
        if (idempotencyKey is not null && (await work.QueryAsync<string>(
            "SELECT id FROM actions WHERE subject = @Subject AND idempotency_key = @idempotencyKey", new { confirmed.By.Subject, idempotencyKey }, cancellation).ConfigureAwait(false)).Count > 0)
        {
            return new Problem("idempotencyKey", "the same request was made at the very same time: ask again with the same key for its action");
        }

        if (!confirmed.BrokeGlass)
        {
            return null;
        }

        var broken = (await work.QueryAsync<long>(
            "SELECT COUNT(*) FROM actions WHERE broke_glass = 1 AND subject = @Subject AND kind = @Kind AND system = @System AND at > @since",
            new { confirmed.By.Subject, confirmed.Plan.Kind, confirmed.Plan.System, since = StoredTime.Of(confirmed.At - Day) }, cancellation).ConfigureAwait(false))[0];
        return Problem.When(broken >= brokenGlasses, "grant",
            $"you broke the glass {broken} times within 24 h for {confirmed.Plan.Kind} on {confirmed.Plan.System}, and its profile allows {brokenGlasses} a day: ask a second person");
    }

    /// <summary>The row, and the review where the glass was broken.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="confirmed">What was confirmed.</param>
    /// <param name="lapsesAt">Until when.</param>
    /// <param name="replica">The process that begins it; null when it waits.</param>
    /// <param name="idempotencyKey">The person's key; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task InsertAsync(
        StoreWork work, ConfirmedAction confirmed, DateTimeOffset lapsesAt, string? replica, string? idempotencyKey, CancellationToken cancellation)
    {
        await work.ExecuteAsync(
            """
            INSERT INTO actions (id, version, kind, system, target_key, subject, idempotency_key, broke_glass, at, confirmed, state, lapses_at, replica, undo_of)
            VALUES (@Id, 0, @Kind, @System, @Key, @Subject, @idempotencyKey, @glass, @at, @json, @state, @lapses, @replica, @UndoOf)
            """,
            new
            {
                confirmed.Id,
                confirmed.Plan.Kind,
                confirmed.Plan.System,
                confirmed.Plan.Target.Key,
                confirmed.By.Subject,
                idempotencyKey,
                glass = confirmed.BrokeGlass ? 1L : 0L,
                at = StoredTime.Of(confirmed.At),
                json = JsonSerializer.Serialize(confirmed, ActionJson.Default.ConfirmedAction),
                state = (confirmed.NeedsApproval ? RunState.Waiting : RunState.Approved).ToString(),
                lapses = StoredTime.Of(lapsesAt),
                replica,
                confirmed.Request.UndoOf,
            }, cancellation).ConfigureAwait(false);
        if (confirmed.BrokeGlass)
        {
            await work.ExecuteAsync(
                "INSERT INTO reviews (id, system, subject, opened_at, skipped) VALUES (@Id, @System, @Subject, @at, @skipped)",
                new
                {
                    confirmed.Id,
                    confirmed.Plan.System,
                    confirmed.By.Subject,
                    at = StoredTime.Of(confirmed.At),
                    skipped = JsonSerializer.Serialize(confirmed.Skipped, ActionJson.Default.ImmutableArrayString),
                }, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What there is to tell of it so far.</summary>
    /// <param name="confirmed">What was confirmed.</param>
    public static ImmutableArray<(ActionStage Stage, StepMark Mark, string Says)> Steps(ConfirmedAction confirmed)
    {
        var plan = confirmed.Plan;
        var warned = plan.Guards.Count(guard => guard.Verdict is GuardVerdict.Warn);
        var steps = ImmutableArray.CreateBuilder<(ActionStage, StepMark, string)>();
        steps.Add((ActionStage.Grant, StepMark.Good, plan.GrantedBy));
        steps.Add((ActionStage.Preflight, warned > 0 ? StepMark.Doubtful : StepMark.Good, warned > 0 ? $"{plan.Guards.Length} guards, {warned} of them warn" : $"{plan.Guards.Length} guards, none warns"));
        if (!confirmed.Overridden.IsEmpty)
        {
            steps.Add((ActionStage.Preflight, StepMark.Doubtful, $"In spite of {string.Join(", ", confirmed.Overridden)}"));
        }

        steps.Add((ActionStage.Confirmation, StepMark.Good, $"{confirmed.By.Name} confirmed{(confirmed.Reason is { Length: > 0 } reason ? $": {reason}" : string.Empty)}"));
        if (confirmed.BrokeGlass)
        {
            steps.Add((ActionStage.Approval, StepMark.Doubtful,
                $"The glass was broken: no second person was asked. {(confirmed.Skipped.IsEmpty ? "Nobody was there to ask" : $"Skipped: {string.Join(", ", confirmed.Skipped)}")}"));
        }
        else if (confirmed.NeedsApproval)
        {
            steps.Add((ActionStage.Approval, StepMark.Note, "Waits for a second person"));
        }

        return steps.ToImmutable();
    }
}
