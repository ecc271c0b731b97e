using System.Collections.Immutable;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Tells which reviews are wanted, which are being written, and what was promised in all of them.</summary>
public sealed class ReviewShelfDesk
{
    private readonly ReviewStore store;
    private readonly IncidentStore incidents;
    private readonly TimeProvider clock;

    internal ReviewShelfDesk(ReviewStore store, IncidentStore incidents, TimeProvider clock) => (this.store, this.incidents, this.clock) = (store, incidents, clock);

    /// <summary>All reviews of late, and what is open of any.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<ReviewShelf> ReadAsync(CancellationToken cancellation)
    {
        var begun = await store.BegunAsync(cancellation).ConfigureAwait(false);
        var items = await store.OpenItemsAsync(cancellation).ConfigureAwait(false);
        var known = await FindAsync([.. begun.Select(one => one.Incident).Concat(items.Select(item => item.Incident)).Distinct(StringComparer.Ordinal)], cancellation).ConfigureAwait(false);
        var open = items.CountBy(item => item.Incident, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var standings = begun.Where(one => known.ContainsKey(one.Incident))
            .Select(one => new ReviewStanding(known[one.Incident], ReviewStanding.Of(one.Empty), one.Empty, open.GetValueOrDefault(one.Incident), one.WrittenAt));
        return new ReviewShelf(
            [.. (await WantedAsync(begun, cancellation).ConfigureAwait(false)).Concat(standings).OrderBy(one => one.Progress).ThenByDescending(one => one.Incident.Id, StringComparer.Ordinal)],
            [.. items.Where(item => known.ContainsKey(item.Incident)).Select(item => new PromisedItem(item, known[item.Incident]))]);
    }

    private async Task<IEnumerable<ReviewStanding>> WantedAsync(ImmutableArray<BegunReview> begun, CancellationToken cancellation)
    {
        var have = begun.Select(one => one.Incident).ToHashSet(StringComparer.Ordinal);
        var ended = await incidents.EndedAsync(clock.GetUtcNow() - ReviewStanding.WantedFor, cancellation).ConfigureAwait(false);
        return ended.Select(one => one.Incident).Where(one => ReviewStanding.IsWanted(one) && !have.Contains(one.Id)).Select(one => new ReviewStanding(one, ReviewProgress.Wanted, [], 0, null));
    }

    private async Task<Dictionary<string, Incident>> FindAsync(string[] ids, CancellationToken cancellation) =>
        (await incidents.FindAsync(ids, cancellation).ConfigureAwait(false)).Select(stored => stored.Incident).ToDictionary(one => one.Id, StringComparer.Ordinal);
}
