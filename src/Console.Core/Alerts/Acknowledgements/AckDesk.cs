using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>
/// The one way to acknowledge for everybody: pages and HTTP API call these and nothing else. The right to acknowledge is decided in here, on each alert's system, at the moment
/// of acting; whoever may view may read.
/// </summary>
public sealed class AckDesk
{
    private readonly AckStore store;
    private readonly AckHand hand;
    private readonly LiveState live;
    private readonly TimeProvider clock;

    internal AckDesk(AckStore store, AuditLog audit, IAccessRules rules, LiveState live, TimeProvider clock) =>
        (this.store, hand, this.live, this.clock) = (store, new AckHand(store, audit, rules), live, clock);

    /// <summary>Takes alerts that nobody has; renews one's own. What somebody else has is not taken from them here.</summary>
    /// <param name="person">Who.</param>
    /// <param name="fingerprints">The alerts, at most <see cref="AckLimits.Alerts"/>.</param>
    /// <param name="comment">What they say to it; null or empty: nothing, and the comment of a renewed one stays.</param>
    /// <param name="lasts">How long; null for <see cref="AckLimits.Usual"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of each alert, in their order; or what is wrong with all of it, with the field's name: <c>alerts</c>, <c>comment</c>, <c>lasts</c>, <c>storage</c>.</returns>
    public Task<Result<ImmutableArray<AckAnswer>>> AcknowledgeAsync(
        Person person, IReadOnlyList<string> fingerprints, string? comment, TimeSpan? lasts, CancellationToken cancellation) =>
        TakeAsync(person, fingerprints, comment, lasts, false, cancellation);

    /// <summary>As <see cref="AcknowledgeAsync"/>, and takes over what somebody else has.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<Result<ImmutableArray<AckAnswer>>> TakeOverAsync(
        Person person, IReadOnlyList<string> fingerprints, string? comment, TimeSpan? lasts, CancellationToken cancellation) =>
        TakeAsync(person, fingerprints, comment, lasts, true, cancellation);

    /// <summary>Takes acknowledgements back, one's own or another's: the alerts are nobody's then.</summary>
    /// <param name="person">Who.</param>
    /// <param name="fingerprints">The alerts, at most <see cref="AckLimits.Alerts"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of each alert, in their order; or what is wrong with all of it.</returns>
    public Task<Result<ImmutableArray<AckAnswer>>> WithdrawAsync(Person person, IReadOnlyList<string> fingerprints, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(fingerprints);
        if (Wrong(fingerprints) is { } wrong)
        {
            return wrong;
        }

        var ids = fingerprints.Distinct(StringComparer.Ordinal).ToList();
        var open = (await store.OpenOfAsync([.. ids.Where(AlertMemory.IsFingerprint)], cancellation).ConfigureAwait(false)).ToDictionary(one => one.Fingerprint, StringComparer.Ordinal);
        var alerts = (live.Alerts.Current.Value?.Alerts ?? []).Where(alert => open.ContainsKey(alert.Fingerprint)).ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var asked = ids.Select(id => open.TryGetValue(id, out var one)
            ? new AskedAlert(id, one.AlertName, alerts.TryGetValue(id, out var alert) ? alert.System : one.System)
            : new AskedAlert(id, alerts.GetValueOrDefault(id)?.Name ?? string.Empty, null) { Refused = AckWords.Of(id, AckVerdict.Nobodys, "Nobody has it: there is nothing to withdraw.") });
        var by = AckOwner.Of(person);
        return await hand.DoAsync(person, "withdraw", asked, (_, one, now) => AckRules.Withdraw(one, by, now), clock, cancellation).ConfigureAwait(false);
    });

    /// <summary>All acknowledgements of an alert, newest first, also those that are over and of earlier firings.</summary>
    /// <param name="fingerprint">The alert.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<ImmutableArray<Acknowledgement>> OfAsync(string fingerprint, int size, CancellationToken cancellation) =>
        AlertMemory.IsFingerprint(fingerprint) ? store.OfAsync(fingerprint, size, cancellation) : Task.FromResult(ImmutableArray<Acknowledgement>.Empty);

    private Task<Result<ImmutableArray<AckAnswer>>> TakeAsync(
        Person person, IReadOnlyList<string> fingerprints, string? comment, TimeSpan? lasts, bool takesOver, CancellationToken cancellation) => StoredAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(fingerprints);
        var words = StorableJson.Of((comment ?? string.Empty).Trim());
        var board = live.Alerts.Current.Value;
        var wrong = Problem.All(
            Wrong(fingerprints),
            Problem.When(board is null, "alerts", "no Alertmanager has answered yet, so no alert is known"),
            Problem.When(words.Length > AckLimits.Comment, "comment", $"has {words.Length} characters; {AckLimits.Comment} are the most"),
            Problem.When(lasts is { } time && (time < AckLimits.Shortest || time > AckLimits.Longest), "lasts",
                $"must be from {DurationText.Words(AckLimits.Shortest)} to {DurationText.Words(AckLimits.Longest)}"));
        if (!wrong.IsEmpty)
        {
            return wrong;
        }

        var ids = fingerprints.Distinct(StringComparer.Ordinal).ToList();
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var alerts = board!.Alerts.Where(alert => wanted.Contains(alert.Fingerprint)).ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var wish = new AckWish(AckOwner.Of(person), words, lasts, takesOver);
        return await hand.DoAsync(
            person, takesOver ? "take-over" : "acknowledge", ids.Select(id => Asked(id, alerts.GetValueOrDefault(id))),
            (id, one, now) => AckRules.Take(alerts[id], one, wish, RunId.New(now), now), clock, cancellation).ConfigureAwait(false);
    });

    private static AskedAlert Asked(string id, Alert? alert) => alert is null || !AlertMemory.IsFingerprint(id)
        ? new AskedAlert(id, string.Empty, null) { Refused = AckWords.Of(id, AckVerdict.NotFiring, "It is not reported any more: it resolved.") }
        : new AskedAlert(id, alert.Name, alert.System)
        {
            Refused = alert.State is AlertState.Pending ? AckWords.Of(id, AckVerdict.NotFiring, $"{AckWords.Named(alert.Name)} does not fire yet: there is nothing to acknowledge.") : null,
        };

    private static Problem? Wrong(IReadOnlyList<string> fingerprints) => fingerprints.Count switch
    {
        0 => new Problem("alerts", "names no alert: give at least one fingerprint"),
        > AckLimits.Alerts => new Problem("alerts", $"names {fingerprints.Count} alerts; {AckLimits.Alerts} are the most at once"),
        _ => null,
    };

    /// <summary>A silent store is an answer, not an exception: what was not kept is told.</summary>
    private static async Task<Result<ImmutableArray<AckAnswer>>> StoredAsync(Func<Task<Result<ImmutableArray<AckAnswer>>>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            return new Problem("storage", $"it is not known whether it was kept, because the console's database does not work: {e.Message}");
        }
    }
}
