using System.Threading.Channels;
using OpsConsole.Live;

namespace OpsConsole.Core.Tests.Live;

public sealed class CollectorLoopTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly FakeTime time = new(DateTimeOffset.UnixEpoch);
    private readonly SemaphoreSlim rounds = new(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_heard_makes_a_round_before_its_time()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (one, other) = (Channel.CreateUnbounded<int>(), Channel.CreateUnbounded<int>());
        var loop = new CollectorLoop(TimeSpan.FromHours(1), time);
        var running = loop.FollowAsync([one.Reader.ReadAllAsync(ending.Token), other.Reader.ReadAllAsync(ending.Token)], RoundAsync, ending.Token);
        await MadeAsync();

        one.Writer.TryWrite(1);
        await MadeAsync();
        other.Writer.TryWrite(1);
        await MadeAsync();

        await ending.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_loop_that_is_told_to_end_ends_without_an_error()
    {
        using var ending = new CancellationTokenSource();
        var running = new CollectorLoop(TimeSpan.FromHours(1), time).FollowAsync<int>([], RoundAsync, ending.Token);
        await MadeAsync();

        await ending.CancelAsync();

        await running;
        Assert.Equal(0, rounds.CurrentCount);
    }

    [Fact]
    public async Task A_round_that_throws_ends_the_loop_with_what_it_threw()
    {
        var running = new CollectorLoop(TimeSpan.FromHours(1), time).FollowAsync<int>([], _ => throw new InvalidOperationException("broken"), Cancellation);

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => running)).Message);
    }

    public void Dispose() => rounds.Dispose();

    private Task RoundAsync(CancellationToken cancellation)
    {
        rounds.Release();
        return Task.CompletedTask;
    }

    private async Task MadeAsync() => Assert.True(await rounds.WaitAsync(Soon, Cancellation), "a round is made");
}
