using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Tests.Hosting;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Requests;

/// <summary>What a pod says is the simulated fleet's business, so these ask one of its own.</summary>
public sealed class LogTests(RunningSandbox sandbox) : IClassFixture<RunningSandbox>
{
    private readonly ClusterClient cluster = new(sandbox);

    [Fact]
    public async Task A_log_is_text_in_the_amount_asked_for()
    {
        var pod = cluster.Store.List(Kinds.Pod, "rynxs").Items.First(p => p.Text("status", "phase") == "Running");
        var log = $"/api/v1/namespaces/rynxs/pods/{pod.Key.Name}/log?";
        var tail = await cluster.GetAsync(log + "tailLines=3");
        Assert.Equal("text/plain", tail.ContentType);
        Assert.Equal(3, tail.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(10, (await cluster.GetAsync(log + "limitBytes=10&tailLines=9")).Text.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z ", (await cluster.GetAsync(log + "tailLines=1&timestamps=true")).Text);
        Assert.True((await cluster.GetAsync(log + "sinceSeconds=60")).Text.Length < (await cluster.GetAsync(log)).Text.Length);
    }
}
