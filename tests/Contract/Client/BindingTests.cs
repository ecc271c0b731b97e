using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Client;

/// <summary>A write is bound to what was seen: what has changed meanwhile, or is another by the same name, is a conflict.</summary>
public sealed class BindingTests(BothClusters clusters) : ClientTest(clusters)
{
    private static readonly string Another = Guid.NewGuid().ToString();

    [Theory, OnEachCluster]
    public async Task A_lease_is_deleted_only_as_the_one_that_was_seen_and_only_once(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var lease = await LeaseAsync(cluster, admin);
        foreach (var terms in (WriteTerms[])[Rehearsal, Real])
        {
            await ConflictAsync(DeleteAsync(new() { Uid = Another }, terms));
            await ConflictAsync(DeleteAsync(new() { ResourceVersion = "1" }, terms));
            await ConflictAsync(DeleteAsync(new() { Uid = lease.Id.Uid, ResourceVersion = "1" }, terms));
            await ConflictAsync(DeleteAsync(new() { Uid = Another, ResourceVersion = lease.Id.ResourceVersion }, terms));
        }

        var right = new Deletion { Uid = lease.Id.Uid, ResourceVersion = lease.Id.ResourceVersion };
        Assert.Equal(new Deleted(lease.Id.Uid, null), (await DeleteAsync(right, Real)).Value);
        await FailureAsync(UpstreamFault.Missing, 404, "NotFound", DeleteAsync(right, Real));
        await FailureAsync(UpstreamFault.Missing, 404, "NotFound", DeleteAsync(right, Rehearsal));

        Task<WriteAnswer<Deleted>> DeleteAsync(Deletion deletion, WriteTerms terms) =>
            admin.Writes.DeleteAsync<LeaseObject>(cluster.Namespace, lease.Id.Name, deletion, terms, Cancellation);
    }

    [Theory, OnEachCluster]
    public async Task A_lease_that_was_made_anew_by_the_same_name_is_not_deleted_for_the_old_one(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var old = await LeaseAsync(cluster, admin);
        var deletion = new Deletion { Uid = old.Id.Uid };
        await admin.Writes.DeleteAsync<LeaseObject>(cluster.Namespace, old.Id.Name, deletion, Real, Cancellation);
        (await cluster.Admin.PostAsync(cluster.Leases, Objects.Lease(old.Id.Name))).Expect(201);

        await ConflictAsync(admin.Writes.DeleteAsync<LeaseObject>(cluster.Namespace, old.Id.Name, deletion, Real, Cancellation));
        Assert.NotEqual(old.Id.Uid, (await admin.Reads.GetAsync<LeaseObject>(cluster.Namespace, old.Id.Name, Cancellation)).Id.Uid);
    }

    [Theory, OnEachCluster]
    public async Task A_pod_is_deleted_and_evicted_only_as_the_one_that_was_seen(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var pod = (await PodsAsync(cluster, admin, await cluster.CreateDeploymentAsync(1)))[0].Id;
        var (wrong, right) = (new Deletion { Uid = Another }, new Deletion { Uid = pod.Uid, Grace = TimeSpan.FromSeconds(30) });
        await ConflictAsync(admin.Writes.DeleteAsync<Pod>(pod.Namespace, pod.Name, wrong, Real, Cancellation));
        await ConflictAsync(admin.Writes.EvictAsync(pod.Namespace, pod.Name, wrong, Real, Cancellation));
        await ConflictAsync(admin.Writes.EvictAsync(pod.Namespace, pod.Name, wrong, Rehearsal, Cancellation));
        Assert.Null((await admin.Reads.GetAsync<Pod>(pod.Namespace, pod.Name, Cancellation)).Id.DeletedAt);

        var going = (await admin.Writes.DeleteAsync<Pod>(pod.Namespace, pod.Name, right, Real, Cancellation)).Value;
        Assert.Equal(pod.Uid, going.Uid);
        Assert.NotNull(going.GoneBy);
        await FailureAsync(UpstreamFault.Missing, 404, "NotFound", admin.Writes.EvictAsync(pod.Namespace, "no-such-pod", new(), Real, Cancellation));
    }

    [Theory, OnEachCluster]
    public async Task Scaling_restart_and_patch_of_an_old_version_are_conflicts_and_of_the_present_one_are_done(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var (ns, web) = (cluster.Namespace, await cluster.CreateDeploymentAsync(0));
        var old = (await admin.Reads.ScaleAsync<Deployment>(ns, web, Cancellation)).ResourceVersion;
        (await cluster.Admin.PatchAsync($"{cluster.Deployments}/{web}", Objects.Json("""{"metadata": {"labels": {"moved": "on"}}}"""))).Expect(200);
        foreach (var terms in (WriteTerms[])[Rehearsal, Real])
        {
            await ConflictAsync(admin.Writes.ScaleAsync<Deployment>(ns, web, 2, old, terms, Cancellation));
            await ConflictAsync(admin.Writes.RestartAsync<Deployment>(ns, web, old, terms, Cancellation));
            await ConflictAsync(admin.Writes.PatchAsync<Deployment>(ns, web, KubernetesPatch.Replicas(2, old), terms, Cancellation));
        }

        var seen = await admin.Reads.GetAsync<Deployment>(ns, web, Cancellation);
        Assert.Equal((0, 1), (seen.Desired, seen.Generation));
        var scaled = await admin.Writes.ScaleAsync<Deployment>(ns, web, 2, seen.Id.ResourceVersion, Real, Cancellation);
        Assert.Equal((2, seen.Id.Uid), (scaled.Value.Desired, scaled.Value.Uid));
        await cluster.ReadyAsync(web, 2);
    }

    [Theory, OnEachCluster]
    public async Task An_eviction_that_a_budget_does_not_allow_is_told_from_too_many_requests(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var web = await cluster.CreateDeploymentAsync(1);
        (await cluster.Admin.PostAsync(cluster.Budgets, Objects.Budget(cluster, web, web, 1))).Expect(201);
        await Eventually.GetAsync("the budget is computed", TimeSpan.FromSeconds(90), () => cluster.Admin.GetAsync($"{cluster.Budgets}/{web}"),
            budget => budget.Json["status"] is { } status && $"{status["observedGeneration"]}" == "1" && $"{status["currentHealthy"]}" == "1", Cancellation);
        var pod = (await PodsAsync(cluster, admin, web))[0].Id.Name;
        foreach (var terms in (WriteTerms[])[Rehearsal, Real])
        {
            var failure = await FailureAsync(UpstreamFault.Throttled, 429, "TooManyRequests", admin.Writes.EvictAsync(cluster.Namespace, pod, new(), terms, Cancellation));
            Assert.Equal((true, null, false), (failure.Kubernetes!.IsHeldByBudget, failure.RetryAfter, failure.OutcomeIsUnknown));
            Assert.Contains(web, failure.Kubernetes.Causes.Single().Message, StringComparison.Ordinal);
        }
    }

    private static Task<UpstreamException> ConflictAsync(Task asked) => FailureAsync(UpstreamFault.Conflict, 409, "Conflict", asked);
}
