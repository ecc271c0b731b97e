using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>An alert that somebody asked for.</summary>
/// <param name="Fingerprint">Its fingerprint, as it was sent: untrusted.</param>
/// <param name="Name">Its name; empty when it is not known.</param>
/// <param name="System">Its system; null for none.</param>
internal sealed record AskedAlert(string Fingerprint, string Name, string? System)
{
    /// <summary>Why it is out of the question; null when it is not.</summary>
    public AckAnswer? Refused { get; init; }
}

/// <summary>Decides what becomes of an alert: its fingerprint, what the store holds open for it, the time.</summary>
internal delegate AckDecision AckRule(string fingerprint, Acknowledgement? open, DateTimeOffset now);

/// <summary>Acts on many alerts: asks for the right once for each system, and writes in batches, each with its entry of the record in one transaction.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="audit">The record.</param>
/// <param name="rules">Who may what.</param>
internal sealed class AckHand(AckStore store, AuditLog audit, IAccessRules rules)
{
    // Somebody else was quicker: what is on record must be what was done, so it is decided anew.
    private const int Tries = 5;
    private static readonly Problem Quicker = new("quicker", "others acted on the same alerts at the same time: look again");

    /// <summary>Acts.</summary>
    /// <returns>What became of each, in their order.</returns>
    public async Task<Result<ImmutableArray<AckAnswer>>> DoAsync(
        Person person, string deed, IEnumerable<AskedAlert> asked, AckRule rule, TimeProvider clock, CancellationToken cancellation)
    {
        var alerts = asked.ToList();
        var affair = RunId.New(clock.GetUtcNow());
        var answers = alerts.Where(alert => alert.Refused is not null).ToDictionary(alert => alert.Fingerprint, alert => alert.Refused!, StringComparer.Ordinal);
        foreach (var system in alerts.Where(alert => alert.Refused is null).GroupBy(alert => alert.System, StringComparer.Ordinal))
        {
            var theirs = system.ToList();
            if (rules.Decide(person, Actions.Acknowledge, system.Key) is { IsAllowed: false } denied)
            {
                await audit.AppendAsync(AckRecord.Denied(person, system.Key, deed, [.. theirs.Select(alert => alert.Fingerprint)], denied.Reason, affair), CancellationToken.None).ConfigureAwait(false);
                Answer(answers, theirs, AckVerdict.Denied, $"You may not acknowledge it: {denied.Reason}.");
                continue;
            }

            foreach (var batch in theirs.Chunk(AckRecord.Batch))
            {
                await DoAsync(new Turn(person, deed, system.Key, affair, rule, clock), batch, answers, cancellation).ConfigureAwait(false);
            }
        }

        return alerts.Select(alert => answers[alert.Fingerprint]).ToImmutableArray();
    }

    private async Task DoAsync(Turn turn, AskedAlert[] batch, Dictionary<string, AckAnswer> answers, CancellationToken cancellation)
    {
        var ids = batch.Select(alert => alert.Fingerprint).ToArray();
        for (var attempt = 1; ; attempt++)
        {
            var now = StoredTime.Cut(turn.Clock.GetUtcNow());
            var open = await store.OpenOfAsync(ids, cancellation).ConfigureAwait(false);
            var decisions = Decide(turn, ids, open, now);
            var changing = decisions.Values.Where(decision => decision.Change is not null).ToList();
            var recorded = changing.Count == 0 ? null : await audit.AppendAsync(
                AckRecord.Done(turn.Person, turn.System, turn.Deed, changing, turn.Affair),
                async (work, inner) =>
                {
                    var held = await AckStore.HoldAsync(work, ids, inner).ConfigureAwait(false);
                    if (!held.ToHashSet().SetEquals(open))
                    {
                        return Quicker;
                    }

                    await AckStore.WriteAsync(work, changing.Select(decision => decision.Change!), inner).ConfigureAwait(false);
                    return null;
                },
                CancellationToken.None).ConfigureAwait(false);
            if (recorded is null or { IsOk: true })
            {
                foreach (var alert in batch)
                {
                    answers[alert.Fingerprint] = AckWords.Of(alert.Fingerprint, alert.Name, decisions[alert.Fingerprint], now);
                }

                return;
            }

            // A rule of the database that was broken is somebody who was quicker, too: an alert has one owner.
            if (attempt == Tries || (recorded.Problems[0] != Quicker && !await IsChangedAsync(ids, open, cancellation).ConfigureAwait(false)))
            {
                Answer(answers, batch, AckVerdict.NotKept, $"Nothing was kept: {recorded.Problems[0].What}.");
                return;
            }
        }
    }

    private async Task<bool> IsChangedAsync(string[] ids, ImmutableArray<Acknowledgement> open, CancellationToken cancellation) =>
        !(await store.OpenOfAsync(ids, cancellation).ConfigureAwait(false)).ToHashSet().SetEquals(open);

    private static Dictionary<string, AckDecision> Decide(Turn turn, string[] ids, ImmutableArray<Acknowledgement> open, DateTimeOffset now)
    {
        var byAlert = open.ToDictionary(one => one.Fingerprint, StringComparer.Ordinal);
        return ids.ToDictionary(id => id, id => turn.Rule(id, byAlert.GetValueOrDefault(id), now), StringComparer.Ordinal);
    }

    private static void Answer(Dictionary<string, AckAnswer> answers, IEnumerable<AskedAlert> alerts, AckVerdict verdict, string says)
    {
        foreach (var alert in alerts)
        {
            answers[alert.Fingerprint] = AckWords.Of(alert.Fingerprint, verdict, says);
        }
    }

    private sealed record Turn(Person Person, string Deed, string? System, string Affair, AckRule Rule, TimeProvider Clock);
}
