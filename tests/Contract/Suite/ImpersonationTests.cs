using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>Acting in a person's name, and asking what somebody may.</summary>
public sealed class ImpersonationTests(BothClusters clusters)
{
    private const string Reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    [Theory, OnEachCluster]
    public async Task In_a_persons_name_the_groups_that_are_sent_count_and_nothing_else(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}";
        (await cluster.Console.InTheNameOf("jo@example.org").GetAsync(cluster.Leases)).Expect(403, "Forbidden");
        (await cluster.Console.DeleteAsync($"{cluster.Leases}/{lease}")).Expect(403, "Forbidden");
        (await cluster.Console.InTheNameOf("jo@example.org", "ops-operators").DeleteAsync($"{cluster.Leases}/{lease}")).Expect(200);
    }

    [Theory, OnEachCluster]
    public async Task A_group_that_the_console_may_not_take_is_a_403_on_groups_by_its_name(string name)
    {
        var cluster = await clusters.GetAsync(name);
        foreach (var group in (string[])["system:masters", "somebody-elses"])
        {
            var answer = (await cluster.Console.InTheNameOf("jo@example.org", group).GetAsync(cluster.Leases)).Expect(403, "Forbidden");
            Assert.Equal(("groups", group), ($"{answer.Json["details"]!["kind"]}", $"{answer.Json["details"]!["name"]}"));
        }
    }

    [Theory, OnEachCluster]
    public async Task Who_may_not_impersonate_is_refused_and_service_accounts_are_no_users(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var refused = (await cluster.Viewer.InTheNameOf("jo@example.org").GetAsync(cluster.Leases)).Expect(403, "Forbidden");

        // Old servers name the person, new ones what was wanted in the person's name.
        Assert.Equal(cluster.Minor >= 30 ? "leases" : "users", $"{refused.Json["details"]!["kind"]}");
        Assert.Contains("impersonate", refused.Message, StringComparison.Ordinal);
        var account = (await cluster.Console.InTheNameOf("system:serviceaccount:default:default").GetAsync(cluster.Leases)).Expect(403, "Forbidden");
        Assert.Equal("serviceaccounts", $"{account.Json["details"]!["kind"]}");
    }

    [Theory, OnEachCluster]
    public async Task A_group_without_a_person_is_the_callers_fault_whatever_the_status_says(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var answer = await cluster.Console.With(("Impersonate-Group", "ops-operators")).GetAsync(cluster.Leases);

        // A 500 in plain text in old versions, a 400 in new ones.
        Assert.Contains("without impersonating a user", answer.Expect(cluster.Minor >= 30 ? 400 : 500).Text, StringComparison.Ordinal);
    }

    [Theory, OnEachCluster]
    public async Task May_I_is_answered_for_everybody_and_in_a_persons_name_for_the_person(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var asJo = cluster.Console.InTheNameOf("jo@example.org", "ops-operators");
        Assert.False(await MayAsync(cluster.Console, cluster, "delete", "leases", "coordination.k8s.io"));
        Assert.True(await MayAsync(cluster.Console, cluster, "list", "leases", "coordination.k8s.io"));
        Assert.True(await MayAsync(asJo, cluster, "delete", "leases", "coordination.k8s.io"));
        Assert.True(await MayAsync(asJo, cluster, "create", "pods", "", "eviction"));
        Assert.False(await MayAsync(asJo, cluster, "delete", "nodes", ""));
        Assert.True(await MayAsync(cluster.Admin, cluster, "*", "*", "*"));
        Assert.False(await MayAsync(cluster.Nobody, cluster, "list", "pods", ""));
        (await cluster.Console.PostAsync(Reviews, Json("""{"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {}}""")))
            .Expect(422, "Invalid");
    }

    [Theory, OnEachCluster]
    public async Task May_they_is_a_right_of_its_own(string name)
    {
        var cluster = await clusters.GetAsync(name);
        const string Path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        var question = Json($$"""
            {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {"user": "jo@example.org", "groups": ["ops-operators"],
             "resourceAttributes": {"namespace": "{{cluster.Namespace}}", "verb": "patch", "group": "apps", "resource": "deployments", "subresource": "scale"} } }
            """);
        Assert.True((await cluster.Console.PostAsync(Path, question)).Expect(201).Json["status"]!["allowed"]!.GetValue<bool>());
        (await cluster.Viewer.PostAsync(Path, question)).Expect(403, "Forbidden");
    }

    private static async Task<bool> MayAsync(Caller caller, Cluster cluster, string verb, string resource, string group, string subresource = "")
    {
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject
            {
                ["resourceAttributes"] = new JsonObject
                {
                    ["namespace"] = cluster.Namespace,
                    ["verb"] = verb,
                    ["group"] = group,
                    ["resource"] = resource,
                    ["subresource"] = subresource,
                },
            },
        };
        return (await caller.PostAsync(Reviews, review)).Expect(201).Json["status"]!["allowed"]!.GetValue<bool>();
    }
}
