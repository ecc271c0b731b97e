using System.Collections.Immutable;
using OpsConsole.Live;

namespace OpsConsole.Alerts;

/// <summary>
/// Puts into the history what an Alertmanager's event recorder told: alerts that are over and that no look at Alertmanager has seen, because they
/// were shorter than the time between two looks. An alert that was seen has its story already, and a whole story, begin and end, is all that is
/// ever taken: so an event that is lost, late or told twice leaves nothing behind that goes on for ever.
/// </summary>
public sealed class EventRecord
{
    // Clocks of two machines differ; a time further ahead is a wrong one.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private readonly TransitionStore store;
    private readonly LiveState live;
    private readonly TimeProvider clock;

    internal EventRecord(TransitionStore store, LiveState live, TimeProvider clock) => (this.store, this.live, this.clock) = (store, live, clock);

    /// <summary>Keeps alerts that are over.</summary>
    /// <param name="ended">The alerts.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>How many were new to the history.</returns>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    public async Task<int> KeepAsync(ImmutableArray<EndedAlert> ended, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var systems = live.Systems.Current.Value?.Systems ?? [];
        var kept = 0;
        foreach (var some in ended.Where(one => IsPossible(one, now)).OrderBy(one => one.Alert.StartsAt).Chunk(TransitionStore.Batch))
        {
            kept += await store.StoreAsync(
                [.. some.Select(one => one with { Alert = one.Alert with { System = systems.FirstOrDefault(system => system.Claims(one.Alert.Labels))?.Profile.Id } })], cancellation).ConfigureAwait(false);
        }

        return kept;
    }

    // A test is nothing that happened to a system.
    private static bool IsPossible(EndedAlert one, DateTimeOffset now) =>
        !one.Alert.IsTest && one.Alert.StartsAt < one.EndedAt && one.EndedAt <= now + Ahead && now - one.Alert.StartsAt < AlertHistory.KeptFor;
}
