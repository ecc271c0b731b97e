using System.Collections.Concurrent;
using OpsConsole.Components.Live;
using OpsConsole.Core.Tests;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;

namespace OpsConsole.Tests.Components.Live;

/// <summary>The one watch of a section for all who show it.</summary>
public sealed class LivePulseTests : IDisposable
{
    private readonly FakeTime clock = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly LiveSection<string> section;
    private readonly LivePulse pulse;

    public LivePulseTests() => (section, pulse) = (new("words", TimeSpan.FromSeconds(30), clock), new(clock));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => pulse.Dispose();

    [Fact]
    public async Task Everybody_who_shows_a_section_is_woken_by_one_watch()
    {
        var followers = Enumerable.Range(0, 50).Select(_ => new Follower()).ToArray();
        Array.ForEach(followers, follower => pulse.Join(section, follower));

        // Two clocks for all of them: the pace after a change, and the look at the age.
        await clock.TimersAsync(2, Cancellation);
        section.Observed("news");
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await AwaitAsync(() => followers.All(follower => follower.Seen.Contains(1)));
    }

    [Fact]
    public async Task Who_left_is_not_woken_any_more()
    {
        var (stays, leaves) = (new Follower(), new Follower());
        pulse.Join(section, stays);
        pulse.Join(section, leaves);
        await clock.TimersAsync(2, Cancellation);
        pulse.Leave(section, leaves);
        section.Observed("news");
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await AwaitAsync(() => stays.Seen.Contains(1));
        Assert.DoesNotContain(1, leaves.Seen);
    }

    [Fact]
    public async Task A_section_that_becomes_old_wakes_although_nothing_came()
    {
        section.Observed("news");
        var follower = new Follower();
        pulse.Join(section, follower);
        await clock.TimersAsync(2, Cancellation);
        for (var seconds = 0; seconds < 35; seconds += 5)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await clock.TimersAsync(1, Cancellation);
        }

        await AwaitAsync(() => follower.Aged > 0);
    }

    [Fact]
    public async Task One_who_comes_back_after_all_had_left_is_woken_again()
    {
        var (first, second) = (new Follower(), new Follower());
        pulse.Join(section, first);
        pulse.Leave(section, first);
        pulse.Join(section, second);
        section.Observed("news");
        await AwaitAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            return second.Seen.Contains(1);
        });
    }

    private static Task<bool> AwaitAsync(Func<bool> isSo) => Eventually.SoAsync(() => Task.FromResult(isSo() ? true : (bool?)null), TimeSpan.FromSeconds(30), Cancellation);

    private sealed class Follower : ILiveFollower
    {
        private int woken;

        public ConcurrentQueue<long> Seen { get; } = [];

        public int Aged => Volatile.Read(ref woken);

        public void Wake(ILiveSection section, bool aged)
        {
            Seen.Enqueue(section.Head.Version);
            if (aged)
            {
                Interlocked.Increment(ref woken);
            }
        }
    }
}
