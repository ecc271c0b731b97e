using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Silences;

/// <summary>
/// Keeps the silences that last until their alerts are over: moves their ends, in their authors' names, and ends them a quarter of an hour after the last
/// alert. What is kept is read from the silences themselves and from the runs that made them, so that a restart forgets nothing. A silence that somebody
/// else ended or changed is left alone from then on.
/// </summary>
/// <param name="around">What it works with.</param>
/// <param name="log">The log.</param>
internal sealed class SilenceKeeper(SilenceKeeper.Surroundings around, ILogger<SilenceKeeper> log)
{
    /// <summary>The action of its entries in the record.</summary>
    public const string Action = "silence-keep";

    private readonly Dictionary<string, Keep> kept = new(StringComparer.Ordinal);

    /// <summary>Forgets what it knows: another replica may have kept them meanwhile.</summary>
    public void Forget() => kept.Clear();

    /// <summary>Looks at all of them once.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var (seen, now) = (around.Live.Silences.Current, around.Clock.GetUtcNow());
        if (seen.Value is not { } board || seen.FreshnessAt(now, around.Live.Silences.StaleAfter) is not Freshness.Live)
        {
            return;
        }

        foreach (var gone in kept.Keys.Where(id => board.Find(id) is not { Silence.State: SilenceState.Active } still || SilenceMark.RunThatKeeps(still.Silence) is null).ToList())
        {
            await LetGoAsync(gone, board.Find(gone), now, cancellation).ConfigureAwait(false);
        }

        foreach (var silence in board.In(SilenceState.Active).Where(one => SilenceMark.RunThatKeeps(one.Silence) is not null && !board.IsLastKnown(one)).ToList())
        {
            await LookAsync(silence, board.PlaceOf(silence), now, cancellation).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(SeenSilence seen, string place, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await KnownAsync(seen.Silence, cancellation).ConfigureAwait(false) is not { } keep || keep.IsRefused)
        {
            return;
        }

        var firing = IsFiring(seen, now);
        if (firing is false && keep.QuietSince is null)
        {
            // After a restart: when it was that the last one went.
            var last = await around.Hindsight.LastMatchedAsync(seen.Silence.Matchers, cancellation).ConfigureAwait(false);
            keep.QuietSince = last.At is { } at && at > keep.Begun && at < now ? at : now;
        }

        var decision = SilenceKeeping.Decide(now, seen.Silence.EndsAt, keep.Latest, firing, keep.QuietSince);
        keep.QuietSince = decision.QuietSince;
        if (decision is { NewEnd: null, IsOver: false })
        {
            return;
        }

        if (around.Rules.Decide(keep.Run.By, Actions.Silence, keep.Run.Plan.System) is { IsAllowed: false } refused)
        {
            keep.IsRefused = true;
            await RecordAsync(keep, place, seen.Silence, AuditStage.Denied, $"it runs out: its author may not silence any more: {refused.Reason}", null, cancellation).ConfigureAwait(false);
            return;
        }

        await ActAsync(keep, place, seen.Silence, decision, cancellation).ConfigureAwait(false);
    }

    private async Task ActAsync(Keep keep, string place, Silence silence, KeepDecision decision, CancellationToken cancellation)
    {
        var why = decision.IsOver ? $"no alert that it fits fires since {SilenceTime.Write(decision.QuietSince!.Value)}" : "its alerts are not over for long enough yet";
        try
        {
            var writer = around.Writers.First(one => one.Name == place);

            // What the board shows is seconds old: somebody may have ended or changed it since.
            if (await writer.FindAsync(silence.Id, cancellation).ConfigureAwait(false) is not { State: SilenceState.Active } now || now.EndsAt != silence.EndsAt || now.Comment != silence.Comment)
            {
                return;
            }

            if (!await RecordAsync(keep, place, silence, AuditStage.Started, why, decision.NewEnd, cancellation).ConfigureAwait(false))
            {
                return;
            }

            if (decision.NewEnd is not { } end)
            {
                await writer.ExpireAsync(silence.Id, cancellation).ConfigureAwait(false);
                kept.Remove(silence.Id);
            }
            else
            {
                await writer.PutAsync(
                    new SilenceDraft(now.Matchers, now.StartsAt, end, now.CreatedBy, SilenceMark.Kept(now.Comment, end, keep.Latest)) { Id = silence.Id }, cancellation).ConfigureAwait(false);
            }

            await RecordAsync(keep, place, silence, AuditStage.Succeeded, why, decision.NewEnd, cancellation).ConfigureAwait(false);
        }
        catch (UpstreamException e)
        {
            // Tried again with the next look; the end lies far enough ahead for many of those.
            log.SilenceNotKept($"{place}/{silence.Id}", e.Message);
            await RecordAsync(keep, place, silence, e.OutcomeIsUnknown ? AuditStage.Unknown : AuditStage.Failed, e.Message, decision.NewEnd, cancellation).ConfigureAwait(false);
        }
    }

    // A pending alert notifies nobody yet; of alerts that can't be seen nobody says that they are over.
    private bool? IsFiring(SeenSilence seen, DateTimeOffset now)
    {
        var alerts = around.Live.Alerts.Current;
        return alerts.Value is not { } board || alerts.FreshnessAt(now, around.Live.Alerts.StaleAfter) is not Freshness.Live || seen.Reach is null ? null
            : board.Alerts.Any(alert => alert.State is not AlertState.Pending && seen.Silence.Matches(alert.Labels) is true) ? true
            : seen.Origins.All(board.Silent.Contains) ? null
            : false;
    }

    /// <summary>The keep of a silence; null where no run of ours says that it is to be kept.</summary>
    private async Task<Keep?> KnownAsync(Silence silence, CancellationToken cancellation)
    {
        if (!kept.TryGetValue(silence.Id, out var keep))
        {
            var run = await around.Runs(SilenceMark.RunThatKeeps(silence)!, cancellation).ConfigureAwait(false);
            keep = run is { IntentAt: { } begun, Run.Plan: { Kind: "silence-create" } plan } && SilenceTime.IsKept(plan.Parameters)
                && plan.Parameters[MatcherList.Field] == MatcherList.Write(silence.Matchers) && silence.Unjudged.IsEmpty
                ? new Keep(run.Run, begun, SilenceTime.EndsAt(plan.Parameters, begun))
                : null;
            if (keep is null)
            {
                return null;
            }

            kept[silence.Id] = keep;
        }

        return keep;
    }

    private async Task LetGoAsync(string id, SeenSilence? seen, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!kept.Remove(id, out var keep))
        {
            return;
        }

        var why = seen is null ? "no Alertmanager has it any more"
            : seen.Silence.State is SilenceState.Expired ? (keep.Latest <= now ? "its longest time is over" : "somebody ended it")
            : "somebody changed it: it is theirs now";
        await RecordAsync(keep, seen?.Origins.FirstOrDefault() ?? keep.Run.Plan.Target.Place, id, AuditStage.Succeeded, $"not kept any more: {why}", null, cancellation).ConfigureAwait(false);
    }

    private Task<bool> RecordAsync(Keep keep, string place, Silence silence, AuditStage stage, string reason, DateTimeOffset? end, CancellationToken cancellation) =>
        RecordAsync(keep, place, silence.Id, stage, reason, end, cancellation);

    private async Task<bool> RecordAsync(Keep keep, string place, string id, AuditStage stage, string reason, DateTimeOffset? end, CancellationToken cancellation)
    {
        var recorded = await around.Audit.AppendAsync(
            new AuditEvent
            {
                Actor = keep.Run.By,
                Action = Action,
                Stage = stage,
                System = keep.Run.Plan.System,
                Target = $"{place}/{id}",
                Parameters = end is { } at ? Facts.Of(("by", "the console, as asked for when it was made"), ("ends", SilenceTime.Write(at))) : Facts.Of(("by", "the console, as asked for when it was made")),
                Reason = reason,
                Correlation = keep.Run.Id,
            },
            cancellation).ConfigureAwait(false);
        if (!recorded.IsOk)
        {
            log.SilenceNotKept($"{place}/{id}", recorded.Explanation);
        }

        return recorded.IsOk;
    }

    private sealed class Keep(ActionRun run, DateTimeOffset begun, DateTimeOffset latest)
    {
        public ActionRun Run => run;

        public DateTimeOffset Begun => begun;

        public DateTimeOffset Latest => latest;

        public DateTimeOffset? QuietSince { get; set; }

        public bool IsRefused { get; set; }
    }

    /// <summary>What it works with.</summary>
    internal sealed record Surroundings
    {
        /// <summary>What is known of now.</summary>
        public required LiveState Live { get; init; }

        /// <summary>The Alertmanagers, to change.</summary>
        public required ImmutableArray<ISilenceWriter> Writers { get; init; }

        /// <summary>Finds a run by its id.</summary>
        public required Func<string, CancellationToken, Task<StoredRun?>> Runs { get; init; }

        /// <summary>What alerts did before.</summary>
        public required AlertHindsight Hindsight { get; init; }

        /// <summary>The rights.</summary>
        public required IAccessRules Rules { get; init; }

        /// <summary>The record.</summary>
        public required IAuditLog Audit { get; init; }

        /// <summary>The time.</summary>
        public required TimeProvider Clock { get; init; }
    }
}
