using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Contract.Client;

/// <summary>What somebody may, and acting in a person's name.</summary>
public sealed class PersonTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task May_I_is_answered_with_the_clusters_reason(string name)
    {
        var cluster = await MeetAsync(name);
        var question = new AccessQuestion("delete", "coordination.k8s.io", "leases") { Namespace = cluster.Namespace };
        var yes = await As("operator", cluster).Reads.MayAsync(question, null, Cancellation);
        var no = await As("viewer", cluster).Reads.MayAsync(question, null, Cancellation);

        Assert.True(yes.Allowed);
        Assert.Contains("RBAC: allowed by ClusterRoleBinding", yes.Reason, StringComparison.Ordinal);
        Assert.Equal(new AccessAnswer(false, null), no);
        Assert.True((await As("viewer", cluster).Reads.MayAsync(question with { Verb = "list" }, null, Cancellation)).Allowed);
        Assert.False((await As("nobody", cluster).Reads.MayAsync(question with { Verb = "list" }, null, Cancellation)).Allowed);
    }

    [Theory, OnEachCluster]
    public async Task All_that_one_may_in_a_namespace_is_listed(string name)
    {
        var cluster = await MeetAsync(name);
        async Task<bool> MayAsync(string context, string verb, string group, string resource) => (await As(context, cluster).Reads.GrantedAsync(cluster.Namespace, Cancellation))
            .Rules.Any(rule => rule.Verbs.Contains(verb) && rule.Groups.Contains(group) && (rule.Resources.Contains(resource) || rule.Resources.Contains("*")));

        Assert.True(await MayAsync("operator", "delete", "coordination.k8s.io", "leases"));
        Assert.True(await MayAsync("operator", "create", "", "pods/eviction"));
        Assert.False(await MayAsync("viewer", "delete", "coordination.k8s.io", "leases"));
        Assert.True(await MayAsync("viewer", "watch", "apps", "deployments"));
        Assert.True(await MayAsync("nobody", "create", "authorization.k8s.io", "selfsubjectrulesreviews"));
        Assert.False(await MayAsync("nobody", "list", "", "pods"));
        Assert.Null((await As("console", cluster).Reads.GrantedAsync(cluster.Namespace, Cancellation)).Gaps);
    }

    [Theory, OnEachCluster]
    public async Task May_they_is_asked_in_the_persons_name_with_subresource_and_object(string name)
    {
        var cluster = await MeetAsync(name);
        var console = As("console", cluster);
        async Task<bool> MayAsync(ActAs? person, AccessQuestion question) =>
            (await console.Reads.MayAsync(question with { Namespace = cluster.Namespace }, person, Cancellation)).Allowed;

        var (evict, scale) = (new AccessQuestion("create", "", "pods") { Subresource = "eviction" }, new AccessQuestion("patch", "apps", "deployments") { Subresource = "scale", Name = "web" });
        Assert.True(await MayAsync(Jo("ops-operators"), evict));
        Assert.True(await MayAsync(Jo("ops-operators"), scale));
        Assert.False(await MayAsync(Jo("ops-operators"), evict with { Subresource = null }));
        Assert.False(await MayAsync(Jo(), scale));
        Assert.False(await MayAsync(null, scale));
    }

    [Theory, OnEachCluster]
    public async Task In_a_persons_name_their_groups_rights_count_and_not_the_consoles(string name)
    {
        var cluster = await MeetAsync(name);
        var console = As("console", cluster);
        var lease = await LeaseAsync(cluster, console);
        foreach (var person in (ActAs?[])[null, Jo(), Jo("ops-responders")])
        {
            var refused = await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", DeleteAsync(console, lease, person));
            Assert.Contains("cannot delete resource \"leases\"", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(lease.Id.Uid, (await DeleteAsync(console, lease, Jo("ops-operators"))).Value.Uid);
    }

    [Theory, OnEachCluster]
    public async Task Several_groups_at_once_are_several_groups_whatever_their_order(string name)
    {
        var cluster = await MeetAsync(name);
        var console = As("console", cluster);
        foreach (var person in (ActAs[])[Jo("ops-operators", "ops-responders"), Jo("ops-responders", "ops-operators")])
        {
            var lease = await LeaseAsync(cluster, console);
            Assert.True((await console.Reads.MayAsync(new("delete", "coordination.k8s.io", "leases") { Namespace = cluster.Namespace }, person, Cancellation)).Allowed);
            Assert.Equal(lease.Id.Uid, (await DeleteAsync(console, lease, person)).Value.Uid);
        }

        // And the console's own requests, over the same connections, stay its own.
        await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", DeleteAsync(console, await LeaseAsync(cluster, console), null));
    }

    [Theory, OnEachCluster]
    public async Task A_group_that_the_console_may_not_take_is_refused_in_the_clusters_words_and_nothing_is_done(string name)
    {
        var cluster = await MeetAsync(name);
        var console = As("console", cluster);
        var lease = await LeaseAsync(cluster, console);
        foreach (var person in (ActAs[])[Jo("somebody-elses"), Jo("ops-operators", "somebody-elses")])
        {
            var refused = await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", DeleteAsync(console, lease, person));
            Assert.Contains("groups \"somebody-elses\" is forbidden", refused.Message, StringComparison.Ordinal);
        }

        Assert.Contains("impersonate", (await FailureAsync(DeleteAsync(As("viewer", cluster), lease, Jo("ops-operators")))).Message, StringComparison.Ordinal);
        Assert.Equal(lease.Id.ResourceVersion, (await console.Reads.GetAsync<LeaseObject>(cluster.Namespace, lease.Id.Name, Cancellation)).Id.ResourceVersion);
    }

    /// <summary>Nothing can be sent for them: without the checked value no request can be signed.</summary>
    [Theory]
    [InlineData("system:admin", "ops-operators", "User")]
    [InlineData("system:serviceaccount:default:default", "ops-operators", "User")]
    [InlineData("jo@example.org", "system:masters", "Groups[0]")]
    [InlineData("jo@example.org", "System:Masters", "Groups[0]")]
    public void The_clusters_own_names_are_refused_before_anything_is_sent(string user, string group, string where)
    {
        var refused = ActAs.Create(user, [group]);
        Assert.False(refused.IsOk);
        Assert.Equal(where, Assert.Single(refused.Problems).Where);
    }

    private static Task<WriteAnswer<Deleted>> DeleteAsync(ConsoleClient client, LeaseObject lease, ActAs? person) =>
        client.Writes.DeleteAsync<LeaseObject>(lease.Id.Namespace, lease.Id.Name, new() { Uid = lease.Id.Uid }, Real with { Person = person }, Cancellation);
}
