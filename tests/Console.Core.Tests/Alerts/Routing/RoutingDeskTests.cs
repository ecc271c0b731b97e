using OpsConsole.Alerts;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Alerts.Routing;

/// <summary>What is said of an Alertmanager whose tree is not known.</summary>
public sealed class RoutingDeskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_hangs_is_named_after_a_while_beside_those_that_answer_and_its_answer_is_there_for_the_next_who_asks()
    {
        var (quick, hung) = (new Told("quick"), new Told("hung"));
        quick.Answer.SetResult("route: {receiver: ops}\nreceivers: [{name: ops}]");
        var desk = new RoutingDesk([quick, hung], clock);

        var asking = desk.ReadAsync(Patience, Cancellation);
        Assert.False(asking.IsCompleted);
        clock.Advance(Patience);
        var readings = await asking;
        Assert.Equal("ops", readings[0].Tree!.Root.Receiver);
        Assert.Equal((null, "Alertmanager hung has not answered within 8 s, and is still being asked"), (readings[1].Tree, Assert.Single(readings[1].Problems).What));

        hung.Answer.SetResult("route: {receiver: late}\nreceivers: [{name: late}]");
        Assert.Equal("late", (await desk.ReadAsync(Patience, Cancellation))[1].Tree!.Root.Receiver);
        Assert.Equal(1, hung.Asked);
    }

    [Fact]
    public async Task One_that_can_not_be_reached_says_why()
    {
        var gone = new Told("gone");
        gone.Answer.SetException(new UpstreamException("gone", UpstreamFault.Unreachable, "gone can't be reached"));
        Assert.Equal("gone can't be reached", Assert.Single(Assert.Single(await new RoutingDesk([gone], clock).ReadAsync(Patience, Cancellation)).Problems).What);
    }

    private sealed class Told(string name) : IRoutingSource
    {
        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public string Name => name;

        public Task<string> ConfigurationAsync(CancellationToken cancellation)
        {
            Asked++;
            return Answer.Task;
        }
    }
}
