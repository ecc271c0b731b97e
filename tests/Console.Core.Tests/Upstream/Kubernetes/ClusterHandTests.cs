using OpsConsole.Remediation;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>The guarded actions' hand on a cluster, against what a real cluster answered.</summary>
public sealed class ClusterHandTests
{
    private static readonly ActingAs Jo = new("jo@example.org", ["ops-operators"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scale_is_sent_as_the_person_in_the_version_seen_and_a_conflict_is_one()
    {
        await using var replay = await TranscriptReplay.StartAsync("deployment-scale", 3, 4);
        var (hand, seen) = (Hand(replay), Workload("novacron", "novacron-api", "403"));

        var done = await hand.ScaleAsync(seen, 4, new WriteHow(Jo, false), Cancellation);
        var stale = await Assert.ThrowsAsync<UpstreamException>(() => hand.ScaleAsync(seen, 6, new WriteHow(ActingAs.Console, false), Cancellation));

        Assert.Matches("^scaled to 4, answered in [0-9]+ ms$", done.Says);
        Assert.Equal((UpstreamFault.Conflict, false), (stale.Fault, stale.OutcomeIsUnknown));
    }

    [Fact]
    public async Task A_lease_is_deleted_in_rehearsal_and_for_real_and_then_not_found()
    {
        await using var replay = await TranscriptReplay.StartAsync("lease-delete-preconditions", 1, 2, 14, 4);
        var hand = Hand(replay);
        var id = new ObjectIdentity("rynxs", "stuck", "015412ed-756d-4cb7-937c-5fcc9ee45a64", "2536");

        await hand.DeleteAsync<LeaseObject>(id, new WriteHow(ActingAs.Console, true), Cancellation);
        var still = await hand.FindAsync<LeaseObject>("rynxs", "stuck", Cancellation);
        var deleted = await hand.DeleteAsync<LeaseObject>(id with { Uid = "937d6fca-92ad-4b56-9337-edb1b11506cf", ResourceVersion = "2539" }, new WriteHow(Jo, false), Cancellation);

        Assert.Equal("2536", still!.Id.ResourceVersion);
        Assert.Matches("^deleted, answered in [0-9]+ ms$", deleted.Says);
        Assert.Null(await hand.FindAsync<LeaseObject>("rynxs", "stuck", Cancellation));
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_not_the_cluster_s_word_that_something_is_gone()
    {
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Text(404, "text/plain", "404 page not found"));
        await using var upstreams = TestUpstreams.OfCluster(server.Url);

        var hand = new ClusterHand(upstreams.Cluster, TimeProvider.System);

        Assert.Equal(UpstreamFault.Missing, (await Assert.ThrowsAsync<UpstreamException>(() => hand.FindAsync<Pod>("fleet", "api", Cancellation))).Fault);
    }

    [Fact]
    public async Task Rights_are_asked_for_as_the_person()
    {
        await using var replay = await TranscriptReplay.StartAsync("access-reviews", 2);
        var question = new ClusterRightQuestion("delete", "coordination.k8s.io", "leases", null, "rynxs", "rynxs-operator-leader");

        var right = await Hand(replay).MayAsync(question, Jo, Cancellation);

        Assert.Equal((question, true), (right.Question, right.IsAllowed));
    }

    [Theory]
    [InlineData("system:admin")]
    [InlineData("")]
    [InlineData("two\nlines")]
    public async Task A_name_that_may_not_be_used_is_never_replaced_by_the_console_s_own(string user)
    {
        await using var replay = await TranscriptReplay.StartAsync("deployment-scale");

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => Hand(replay).ScaleAsync(
            Workload("novacron", "novacron-api", "403"), 4, new WriteHow(new ActingAs(user, []), false), Cancellation));

        Assert.Equal((UpstreamFault.Refused, 0), (failure.Fault, replay.Server.Requests.Count));
    }

    private static ClusterHand Hand(TranscriptReplay replay) => new(replay.Client, TimeProvider.System);

    private static Deployment Workload(string @namespace, string name, string version) => new() { Id = new(@namespace, name, "uid", version), Desired = 3 };
}
