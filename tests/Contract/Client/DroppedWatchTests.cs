using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Client;

/// <summary>A watch that is dropped again and again, while leases change: nothing is lost and nothing is told twice.</summary>
public sealed class DroppedWatchTests(BothClusters clusters) : ClientTest(clusters)
{
    private const int PerSecond = 5;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1.0 / PerSecond);

    [Fact]
    public async Task Dropped_every_second_for_a_minute_by_the_sandbox_it_loses_no_change()
    {
        await using var own = await OwnSandbox.StartAsync(Cancellation);
        await HoldsAsync(own.Cluster, As("viewer", own.Cluster), seconds: 60, () => own.CutWatchesAsync("1s", "60s"), () => { });
    }

    [Theory, OnEachCluster]
    public async Task With_its_connection_reset_every_second_it_loses_no_change(string name)
    {
        var cluster = await MeetAsync(name);
        var server = ConsoleClient.Server(cluster);
        await using var relay = new TcpRelay(server.Host, server.Port);
        await HoldsAsync(cluster, Keep(ConsoleClient.Through(relay.Port, cluster, "viewer")), seconds: 15, () => Task.CompletedTask, relay.Cut);
    }

    private static async Task HoldsAsync(Cluster cluster, ConsoleClient viewer, int seconds, Func<Task> begin, Action eachSecond)
    {
        var ns = Cluster.Fresh("dropped");
        await cluster.CreateNamespaceAsync(ns);
        await using var reader = new WatchReader<LeaseObject>(viewer.Cluster, ns);
        await reader.ListedAsync();
        await begin();
        var versions = await ChangeAsync(cluster, ns, seconds * PerSecond, eachSecond);
        var server = await ServerAsync(cluster, ns);
        await reader.UntilAsync("the last version", it => it.ChangesOf("counter").Contains($"put {versions[^1]}"));
        await reader.UntilAsync("what the server has", it => it.Content.SequenceEqual(server));

        Assert.Equal(versions.Select(version => $"put {version}"), reader.ChangesOf("counter"));
        Assert.All(Enumerable.Range(1, seconds), at => Assert.Equal(["put", "gone"], reader.ChangesOf($"blink-{at}").Select(change => change.Split(' ')[0])));
        Assert.Single(reader.Told.OfType<ClusterChange<LeaseObject>.Listed>());
        Assert.InRange(viewer.Watches, seconds / 3, int.MaxValue);
        await cluster.Admin.DeleteAsync($"/api/v1/namespaces/{ns}");
    }

    /// <summary>Counts up in one lease, five times a second, and makes and deletes another each second.</summary>
    /// <returns>The versions of the counting lease, in order.</returns>
    private static async Task<List<string>> ChangeAsync(Cluster cluster, string ns, int times, Action eachSecond)
    {
        var leases = $"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases";
        List<string> versions = [Version((await cluster.Admin.PostAsync(leases, Objects.Lease("counter"))).Expect(201))];
        using var timer = new PeriodicTimer(Pace);
        for (var at = 1; at <= times; at++)
        {
            var change = new JsonObject { ["spec"] = new JsonObject { ["leaseTransitions"] = at } };
            versions.Add(Version((await cluster.Admin.PatchAsync($"{leases}/counter", change)).Expect(200)));
            var blink = $"blink-{(at + PerSecond - 1) / PerSecond}";
            switch (at % PerSecond)
            {
                case 1:
                    (await cluster.Admin.PostAsync(leases, Objects.Lease(blink))).Expect(201);
                    break;
                case 3:
                    eachSecond();
                    break;
                case 0:
                    (await cluster.Admin.DeleteAsync($"{leases}/{blink}")).Expect(200);
                    break;
            }

            await timer.WaitForNextTickAsync(Cancellation);
        }

        return versions;
    }

    private static async Task<Dictionary<string, string>> ServerAsync(Cluster cluster, string ns) =>
        (await cluster.Admin.GetAsync($"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases")).Expect(200).Json["items"]!.AsArray()
            .OrderBy(lease => $"{lease!["metadata"]!["name"]}", StringComparer.Ordinal)
            .ToDictionary(lease => $"{lease!["metadata"]!["name"]}", lease => $"{lease!["metadata"]!["resourceVersion"]}");

    private static string Version(Answer answer) => $"{answer.Json["metadata"]!["resourceVersion"]}";
}
