using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Contract.Client;

/// <summary>A rehearsal of ours must leave no trace. What is rehearsed here is shown to change something when it is done for real.</summary>
public sealed class RehearsalTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task None_of_our_dry_runs_changes_anything_and_no_watch_hears_of_one(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var stage = await Stage.SetAsync(cluster);
        var watches = await stage.WatchAsync();
        var before = await stage.LookAsync();

        foreach (var act in Act.All)
        {
            await act.DoAsync(admin.Writes, stage, Rehearsal, Cancellation);
        }

        Assert.Equal(before, await stage.LookAsync());
        await stage.FenceAsync();
        foreach (var watch in watches)
        {
            var first = await watch.NextAsync();
            Assert.True(Stage.IsFence(first), $"a watch heard of a rehearsal: {first?.Json.ToJsonString()}");
            await watch.DisposeAsync();
        }
    }

    [Theory, OnEachCluster]
    public async Task Each_of_them_changes_something_when_it_is_done_for_real(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var stage = await Stage.SetAsync(cluster);
        foreach (var act in Act.All)
        {
            var before = await stage.MarksOfAsync(act.On(stage));
            await act.DoAsync(admin.Writes, stage, Real, Cancellation);
            Assert.True(before != await stage.MarksOfAsync(act.On(stage)), $"{act.Title} changed nothing: {before}");
        }
    }

    [Theory, OnEachCluster]
    public async Task A_rehearsal_in_a_persons_name_asks_for_their_rights_and_changes_nothing(string name)
    {
        var cluster = await MeetAsync(name);
        var console = As("console", cluster);
        var lease = await LeaseAsync(cluster, console);
        var deletion = new Deletion { Uid = lease.Id.Uid, ResourceVersion = lease.Id.ResourceVersion };
        await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", DeleteAsync(Rehearsal with { Person = Jo("ops-responders") }));
        var answer = await DeleteAsync(Rehearsal with { Person = Jo("ops-operators") });

        Assert.Null(answer.Value.GoneBy);
        Assert.Equal(lease, await console.Reads.GetAsync<LeaseObject>(cluster.Namespace, lease.Id.Name, Cancellation), SameVersion);

        Task<WriteAnswer<Deleted>> DeleteAsync(WriteTerms terms) =>
            console.Writes.DeleteAsync<LeaseObject>(cluster.Namespace, lease.Id.Name, deletion, terms, Cancellation);
    }

    [Theory, OnEachCluster]
    public async Task A_rehearsal_shows_what_would_be(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var web = await cluster.CreateDeploymentAsync(1);
        var before = await admin.Reads.ScaleAsync<Deployment>(cluster.Namespace, web, Cancellation);
        var scaled = await admin.Writes.ScaleAsync<Deployment>(cluster.Namespace, web, 5, before.ResourceVersion, Rehearsal, Cancellation);
        var restarted = await admin.Writes.RestartAsync<Deployment>(cluster.Namespace, web, null, Rehearsal, Cancellation);
        var pod = (await PodsAsync(cluster, admin, web))[0];
        var going = await admin.Writes.DeleteAsync<Pod>(cluster.Namespace, pod.Id.Name, new() { Grace = TimeSpan.FromSeconds(20) }, Rehearsal, Cancellation);

        Assert.Equal((1, 5, before.Uid), (before.Desired, scaled.Value.Desired, scaled.Value.Uid));
        Assert.True(restarted.Value.Generation > restarted.Value.ObservedGeneration);
        Assert.Equal(pod.Id.Uid, going.Value.Uid);
        Assert.Equal(before, await admin.Reads.ScaleAsync<Deployment>(cluster.Namespace, web, Cancellation));
    }

    private static bool SameVersion(LeaseObject one, LeaseObject other) => one.Id.Uid == other.Id.Uid && one.Id.ResourceVersion == other.Id.ResourceVersion;
}
