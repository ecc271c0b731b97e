using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Leadership;

/// <summary>
/// Where everything that is read about leader election comes together. Watches and polls call from their own threads; under one lock each
/// reading is judged and published at once, so that the section keeps its one writer.
/// </summary>
/// <param name="section">Where to publish.</param>
/// <param name="options">The settings.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Told of each change of state.</param>
internal sealed class LeaderDesk(LiveSection<LeadershipBoard> section, LeaderOptions options, TimeProvider clock, ILogger log)
{
    // Well below the age at which the section counts as stale: silence of a quiet lease must not look like blindness.
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private ImmutableArray<LeaderTrack> tracks = [];
    private DateTimeOffset saidAt = DateTimeOffset.MinValue;
    private string? failure;

    /// <summary>Follows these systems from now on; what is known of those that stay as they were is kept.</summary>
    /// <param name="catalog">The profiles.</param>
    public void Follow(SystemCatalog catalog) => Read(
        _ => tracks = [.. catalog.Systems.Where(system => system.Profile.Leader is not null).Select(system =>
            tracks.FirstOrDefault(track => track.Profile.Id == system.Profile.Id && track.Profile.Cluster == system.Profile.Cluster
                && track.Profile.Metrics == system.Profile.Metrics && track.Election == system.Profile.Leader)
            ?? new LeaderTrack(system.Profile, system.Profile.Leader!, options, clock.GetUtcNow()))],
        sayAnyway: true);

    /// <summary>The systems that are followed.</summary>
    public ImmutableArray<(SystemProfile Profile, LeaderElectionProfile Election)> Followed
    {
        get
        {
            lock (gate)
            {
                return [.. tracks.Select(track => (track.Profile, track.Election))];
            }
        }
    }

    /// <summary>A reading that concerns some systems.</summary>
    /// <param name="which">Whether it concerns a system.</param>
    /// <param name="reading">Applies it.</param>
    public void Tell(Func<LeaderTrack, bool> which, Action<LeaderTrack> reading) => Read(
        all =>
        {
            foreach (var track in all.Where(which))
            {
                reading(track);
            }
        },
        sayAnyway: false);

    /// <summary>Looks at the clock: a lease may have run out.</summary>
    public void Rejudge() => Read(_ => { }, sayAnyway: false);

    private void Read(Action<ImmutableArray<LeaderTrack>> reading, bool sayAnyway)
    {
        lock (gate)
        {
            reading(tracks);
            var now = clock.GetUtcNow();
            var changed = sayAnyway || now - saidAt >= SayAgainAfter;
            foreach (var track in tracks)
            {
                var before = track.Status.State;
                changed |= track.Rejudge(now);
                if (track.Status.State != before)
                {
                    log.LeaderChanged(track.Profile.Id, before, track.Status.State, track.Status.Because);
                }
            }

            Publish(now, changed);
        }
    }

    private void Publish(DateTimeOffset now, bool changed)
    {
        if (tracks is [var first, ..] && tracks.All(track => track.Blind))
        {
            // Once for each reason: nothing new is known, and what was known stays and is stale.
            if (failure != first.Status.Because)
            {
                section.Failed(failure = first.Status.Because);
            }
        }
        else if (changed || failure is not null)
        {
            (failure, saidAt) = (null, now);
            section.Observed(new LeadershipBoard([.. tracks.Select(track => track.Status)]));
        }
    }
}
