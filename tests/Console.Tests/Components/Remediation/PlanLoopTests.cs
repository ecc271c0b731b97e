using OpsConsole.Components.Remediation;
using OpsConsole.Core.Tests;

namespace OpsConsole.Tests.Components.Remediation;

public sealed class PlanLoopTests : IAsyncDisposable
{
    private readonly FakeTime time = new(KnownPlans.Now);
    private readonly SemaphoreSlim looked = new(0);
    private readonly List<Exception> broken = [];
    private readonly PlanLoop loop;

    public PlanLoopTests() => loop = new PlanLoop(Look, Break, time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync();
        looked.Dispose();
    }

    [Fact]
    public async Task It_looks_at_once_and_then_every_two_seconds()
    {
        loop.Start();
        await LookedAsync();

        for (var round = 0; round < 3; round++)
        {
            await time.TimersAsync(1, Cancellation);
            time.Advance(TimeSpan.FromMilliseconds(400));
            await time.TimersAsync(1, Cancellation);
            Assert.Equal(0, looked.CurrentCount);
            time.Advance(PlanLoop.Every);
            await LookedAsync();
        }
    }

    [Fact]
    public async Task News_are_looked_at_without_the_wait_but_never_without_pause()
    {
        loop.Start();
        await LookedAsync();
        await time.TimersAsync(1, Cancellation);

        loop.Wake();
        Assert.Equal(0, looked.CurrentCount);
        time.Advance(TimeSpan.FromMilliseconds(400));

        await LookedAsync();
    }

    [Fact]
    public async Task What_nobody_sees_is_not_asked_until_somebody_does()
    {
        loop.IsPaused = true;
        loop.Start();
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, looked.CurrentCount);

        loop.IsPaused = false;

        await LookedAsync();
    }

    [Fact]
    public async Task What_nobody_expected_is_told_and_ends_it()
    {
        var breaks = new PlanLoop(_ => throw new InvalidOperationException("x"), Break, time);
        breaks.Start();
        await breaks.DisposeAsync();

        Assert.IsType<InvalidOperationException>(Assert.Single(broken));
    }

    private Task Look(CancellationToken cancellation)
    {
        looked.Release();
        return Task.CompletedTask;
    }

    private Task Break(Exception thrown)
    {
        broken.Add(thrown);
        return Task.CompletedTask;
    }

    private async Task LookedAsync() => Assert.True(await looked.WaitAsync(TimeSpan.FromSeconds(60), Cancellation), "it did not look");
}
