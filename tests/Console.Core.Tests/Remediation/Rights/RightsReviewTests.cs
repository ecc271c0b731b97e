using OpsConsole.Remediation;
using OpsConsole.Upstream;
using static OpsConsole.Core.Tests.Remediation.Rights.RightsWorld;

namespace OpsConsole.Core.Tests.Remediation.Rights;

/// <summary>What the console's own account lacks in a cluster, and what it has too much.</summary>
public sealed class RightsReviewTests
{
    private readonly RightsWorld world = new();

    [Fact]
    public async Task The_roles_that_come_with_the_console_give_all_that_is_needed_and_nothing_beyond()
    {
        var rights = await world.ReviewAsync(Billing);

        Assert.Empty(rights.Lacks);
        Assert.Empty(rights.Beyond);
        Assert.Equal(world.Asked.Count, rights.Needed);
        Assert.Equal(world.Asked.Count, world.Asked.Distinct().Count());
    }

    [Fact]
    public async Task What_is_denied_is_told_with_what_will_not_work()
    {
        world.Rules["pay"] = [.. Read, .. Act.Where(rule => !rule.Resources.Contains("leases"))];

        Assert.Equal([new RightFinding("delete leases in pay", "lease-delete on billing", true)], (await world.ReviewAsync(Billing)).Lacks);
    }

    [Fact]
    public async Task What_differs_in_verb_or_namespace_alone_is_told_in_one_line()
    {
        world.Rules["pay"] = world.Rules["jobs"] = [.. Read.Where(rule => !rule.Resources.Contains("pods")), .. Act];

        var rights = await world.ReviewAsync(Billing with { Namespaces = ["pay", "jobs"], Actions = [], Leader = null });

        Assert.Contains(new RightFinding("list, watch pods in jobs, pay", "to see billing", true), rights.Lacks.Select(lack => lack with { Words = lack.Words.Replace("every namespace asked about", "jobs, pay", StringComparison.Ordinal) }));
        Assert.Contains(rights.Lacks, lack => lack.Words.StartsWith("list, watch events in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_right_to_the_nodes_that_is_said_without_a_namespace()
    {
        world.Rules[Kube] = [];

        Assert.Equal(["list, watch nodes"], (await world.ReviewAsync(Billing)).Lacks.Select(lack => lack.Words));
    }

    [Theory]
    [InlineData("delete", "", "secrets", "delete secrets in pay", true)]
    [InlineData("get", "", "secrets", "get secrets in pay", true)]
    [InlineData("get list", "", "configmaps", "get, list configmaps in pay", false)]
    [InlineData("update", "apps", "deployments", "update deployments in pay", true)]
    [InlineData("create", "", "pods/exec", "create pods/exec in pay", true)]
    [InlineData("deletecollection", "", "pods", "deletecollection pods in pay", true)]
    [InlineData("*", "*", "*", "every verb on every resource of every API group in pay", true)]
    [InlineData("get list watch", "", "*", "get, list, watch every resource of the core in pay", true)]
    [InlineData("get list watch", "apps", "*", "get, list, watch every resource of apps in pay", false)]
    [InlineData("create", "authorization.k8s.io", "subjectaccessreviews", "create subjectaccessreviews of authorization.k8s.io in pay", true)]
    [InlineData("get", "example.com", "widgets", "get widgets of example.com in pay", false)]
    public async Task What_nobody_needs_is_beyond(string verbs, string group, string resources, string words, bool isGrave)
    {
        world.Rules["pay"] = [.. Read, .. Act, Rule(verbs, group, resources)];

        var beyond = Assert.Single((await world.ReviewAsync(Billing)).Beyond);

        Assert.Equal((words, isGrave), (beyond.Words, beyond.IsGrave));
    }

    [Fact]
    public async Task A_role_to_act_that_is_bound_in_the_whole_cluster_shows_where_no_profile_has_business()
    {
        world.Rules[Kube] = [.. Read, .. Act];

        Assert.Contains("delete leases in kube-system", (await world.ReviewAsync(Billing)).Beyond.Select(beyond => beyond.Words));
    }

    [Fact]
    public async Task Rights_for_actions_that_no_profile_allows_are_beyond()
    {
        var beyond = (await world.ReviewAsync(Billing with { Actions = [new("scale", ["pay/api"])] })).Beyond;

        Assert.Equal(
            ["create pods/eviction in pay", "delete leases in pay", "delete pods in pay", "patch daemonsets in pay", "patch deployments in pay", "patch statefulsets in pay", "patch statefulsets/scale in pay"],
            beyond.Select(right => right.Words));
        Assert.All(beyond, right => Assert.Equal("nothing that the profiles allow needs it", right.Because));
    }

    [Fact]
    public async Task What_can_do_harm_is_told_first()
    {
        world.Rules["pay"] = [.. Read, .. Act, Rule("get", "", "configmaps"), Rule("update", "", "services")];

        Assert.Equal(["update services in pay", "get configmaps in pay"], (await world.ReviewAsync(Billing)).Beyond.Select(beyond => beyond.Words));
    }

    [Fact]
    public async Task In_peoples_names_it_needs_to_impersonate_and_no_longer_to_act_itself()
    {
        (world.Names.Enabled, world.Names.Groups["ops"]) = (true, "cluster-operators");

        var rights = await world.ReviewAsync(Billing);

        Assert.Equal(["impersonate groups cluster-operators"], rights.Lacks.Select(lack => lack.Words));
        Assert.Contains("delete leases in pay", rights.Beyond.Select(beyond => beyond.Words));
        Assert.DoesNotContain(world.Asked, asked => asked.Verb is "delete" or "patch" or "create");
    }

    [Fact]
    public async Task Impersonation_of_exactly_the_mapped_groups_and_users_is_nothing_beyond()
    {
        (world.Names.Enabled, world.Names.Groups["ops"], world.Names.Users["ada"]) = (true, "cluster-operators", "ada@example.com");
        world.Rules["pay"] = world.Rules[Kube] = [.. Read, Rule("impersonate", "", "groups", "cluster-operators"), Rule("impersonate", "", "users", "ada@example.com")];

        var rights = await world.ReviewAsync(Billing);

        Assert.Empty(rights.Lacks);
        Assert.Empty(rights.Beyond);
    }

    [Theory]
    [InlineData(true, "groups", "", "impersonate all groups")]
    [InlineData(true, "groups", "cluster-admins", "impersonate groups cluster-admins")]
    [InlineData(true, "groups", "system:masters", "impersonate groups system:masters")]
    [InlineData(true, "users", "system:admin", "impersonate users system:admin")]
    [InlineData(false, "users", "", "impersonate all users")]
    [InlineData(false, "groups", "cluster-operators", "impersonate groups cluster-operators")]
    public async Task Whom_it_could_be_without_need_is_told(bool isOn, string what, string name, string words)
    {
        (world.Names.Enabled, world.Names.Groups["ops"]) = (isOn, "cluster-operators");
        world.Rules["pay"] = world.Rules[Kube] = [.. Read, Rule("impersonate", "", what, name.Length == 0 ? [] : [name])];

        var beyond = Assert.Single((await world.ReviewAsync(Billing)).Beyond);

        Assert.Equal((words, true), (beyond.Words, beyond.IsGrave));
    }

    [Fact]
    public async Task By_prefix_anybody_may_come_so_all_users_are_no_surplus()
    {
        (world.Names.Enabled, world.Names.Groups["ops"]) = (true, "cluster-operators");
        world.Rules["pay"] = world.Rules[Kube] = [.. Read, Rule("impersonate", "", "groups", "cluster-operators"), Rule("impersonate", "", "users")];

        Assert.Empty((await world.ReviewAsync(Billing)).Beyond);
    }

    [Fact]
    public async Task A_list_with_gaps_says_so()
    {
        world.Gaps = "webhook authorizer does not support user rule resolution";

        Assert.Equal(world.Gaps, (await world.ReviewAsync(Billing)).Gaps);
    }

    [Fact]
    public async Task A_cluster_that_no_profile_uses_needs_nothing_and_all_that_changes_something_is_beyond()
    {
        world.Rules[Kube] = [.. Read, .. Act];

        var rights = await world.ReviewAsync(Billing with { Cluster = "west" });

        Assert.Equal((0, 0), (rights.Needed, rights.Lacks.Length));
        Assert.Contains("delete pods in kube-system", rights.Beyond.Select(beyond => beyond.Words));
    }

    [Fact]
    public async Task Pods_are_acted_on_where_the_profile_says()
    {
        await world.ReviewAsync(Billing with { Namespaces = ["pay", "jobs"], Actions = [new("pod-delete", ["pay/*", "jobs-east/app=x"]), new("pod-evict", ["*/app=y"])] });

        Assert.Equal(["jobs-east", "pay"], world.Asked.Where(asked => asked.Verb == "delete").Select(asked => asked.Namespace).Order());
        Assert.Equal(["jobs", "pay"], world.Asked.Where(asked => asked.Subresource == "eviction").Select(asked => asked.Namespace).Order());
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_fails_by_its_name()
    {
        world.Failure = new UpstreamException("east", UpstreamFault.TimedOut, "east did not answer within 10 s");

        Assert.Equal("east", (await Assert.ThrowsAsync<UpstreamException>(() => world.ReviewAsync(Billing))).SourceName);
    }
}
