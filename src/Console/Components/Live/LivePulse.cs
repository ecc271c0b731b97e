using OpsConsole.Live;

namespace OpsConsole.Components.Live;

/// <summary>Somebody who shows a section.</summary>
internal interface ILiveFollower
{
    /// <summary>There is news, or the section became old or fresh again. Called on the pulse's own thread: it must return at once.</summary>
    /// <param name="section">The section.</param>
    /// <param name="aged">Whether its age is the news.</param>
    void Wake(ILiveSection section, bool aged);
}

/// <summary>
/// Watches each section once for everybody who shows it, and wakes them at most four times a second. A thousand open pages have one watch and one clock a
/// section then, and not ten each.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class LivePulse(TimeProvider clock) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ILiveSection, Beat> beats = new(ReferenceEqualityComparer.Instance);

    /// <summary>Begins to wake a follower.</summary>
    /// <param name="section">What it shows.</param>
    /// <param name="follower">Who.</param>
    public void Join(ILiveSection section, ILiveFollower follower)
    {
        lock (gate)
        {
            if (!beats.TryGetValue(section, out var beat))
            {
                beats[section] = beat = new Beat(section, clock);
            }

            beat.Add(follower);
        }
    }

    /// <summary>Wakes a follower no more; the watch of a section that nobody shows ends.</summary>
    /// <param name="section">What it showed.</param>
    /// <param name="follower">Who.</param>
    public void Leave(ILiveSection section, ILiveFollower follower)
    {
        lock (gate)
        {
            if (beats.TryGetValue(section, out var beat) && beat.Remove(follower))
            {
                beats.Remove(section);
                beat.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var beat in beats.Values)
            {
                beat.Dispose();
            }

            beats.Clear();
        }
    }

    /// <summary>One section's watch, with those who are to be woken.</summary>
    private sealed class Beat : IDisposable
    {
        private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
        private static readonly TimeSpan LookAtAge = TimeSpan.FromSeconds(5);

        private readonly ILiveSection section;
        private readonly TimeProvider clock;
        private readonly CancellationTokenSource ended = new();
        private readonly HashSet<ILiveFollower> followers = new(ReferenceEqualityComparer.Instance);

        public Beat(ILiveSection section, TimeProvider clock)
        {
            (this.section, this.clock) = (section, clock);
            _ = WatchAsync(ended.Token);
            _ = WatchAgeAsync(ended.Token);
        }

        public void Add(ILiveFollower follower)
        {
            lock (followers)
            {
                followers.Add(follower);
            }
        }

        /// <summary>Takes one out.</summary>
        /// <returns>Whether nobody is left.</returns>
        public bool Remove(ILiveFollower follower)
        {
            lock (followers)
            {
                return followers.Remove(follower) && followers.Count == 0;
            }
        }

        public void Dispose()
        {
            ended.Cancel();
            ended.Dispose();
        }

        private async Task WatchAsync(CancellationToken cancellation)
        {
            try
            {
                await foreach (var _ in section.WatchHeadsAsync(cancellation).ConfigureAwait(false))
                {
                    WakeAll(aged: false);

                    // Meanwhile versions merge; the last is never lost.
                    await Task.Delay(Pace, clock, cancellation).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Nobody looks.
            }
        }

        /// <summary>When a section becomes stale by time alone, nothing else would tell.</summary>
        private async Task WatchAgeAsync(CancellationToken cancellation)
        {
            try
            {
                var was = Age();
                using var timer = new PeriodicTimer(LookAtAge, clock);
                while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                {
                    if (Age() is var now && now != was)
                    {
                        was = now;
                        WakeAll(aged: true);
                    }
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Nobody looks.
            }
        }

        private Freshness Age() => section.Head.FreshnessAt(clock.GetUtcNow(), section.StaleAfter);

        private void WakeAll(bool aged)
        {
            ILiveFollower[] all;
            lock (followers)
            {
                all = [.. followers];
            }

            foreach (var follower in all)
            {
                follower.Wake(section, aged);
            }
        }
    }
}
