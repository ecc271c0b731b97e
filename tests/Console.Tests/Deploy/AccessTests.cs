using System.Text.Json.Nodes;
using OpsConsole.Workloads;
using static OpsConsole.Tests.Deploy.Manifests;

namespace OpsConsole.Tests.Deploy;

/// <summary>What the console may do in a cluster: what it needs, and nothing else.</summary>
public sealed class AccessTests
{
    // What the console makes of a cluster's objects, and where the cluster has them.
    private static readonly Dictionary<string, string> Watched = new()
    {
        ["Autoscaler"] = "autoscaling/horizontalpodautoscalers",
        ["ClusterEvent"] = "/events",
        ["ClusterNamespace"] = "/namespaces",
        ["DaemonSet"] = "apps/daemonsets",
        ["Deployment"] = "apps/deployments",
        ["DisruptionBudget"] = "policy/poddisruptionbudgets",
        ["LeaseObject"] = "coordination.k8s.io/leases",
        ["Node"] = "/nodes",
        ["Pod"] = "/pods",
        ["ReplicaSet"] = "apps/replicasets",
        ["StatefulSet"] = "apps/statefulsets",
    };

    [Fact]
    public async Task The_console_may_read_exactly_the_kinds_it_looks_at()
    {
        var made = typeof(IClusterObject).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IClusterObject)));
        var granted = Granted((await BuildAsync("base")).One("ClusterRole", "ops-console-read"));

        Assert.Equal(Watched.Keys.Order(StringComparer.Ordinal), made.Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            [.. Watched.Values.SelectMany(kind => new[] { $"get {kind}", $"list {kind}", $"watch {kind}" }).Append("get /pods/log").Order(StringComparer.Ordinal)], granted);
    }

    [Fact]
    public async Task One_pod_alone_may_change_nothing()
    {
        var today = await BuildAsync("overlays/example");

        Assert.Equal("ops-console-read", Text(today.One("ClusterRole"), "metadata", "name"));
        Assert.Empty(today.Of("RoleBinding").Concat(today.Of("Role")));
    }

    [Fact]
    public async Task Acting_is_granted_in_single_namespaces_and_is_no_more_than_the_actions_do()
    {
        var later = await BuildAsync("overlays/replicas");

        Assert.Equal(
            [
                "create /pods/eviction", "delete /pods", "delete coordination.k8s.io/leases", "patch apps/daemonsets",
                "patch apps/deployments", "patch apps/deployments/scale", "patch apps/statefulsets", "patch apps/statefulsets/scale",
            ],
            Granted(later.One("ClusterRole", "ops-console-act")));
        Assert.DoesNotContain(later.Of("ClusterRoleBinding"), binding => Text(binding, "roleRef", "name") == "ops-console-act");
        Assert.All(later.Of("RoleBinding"), binding => Assert.Equal("ops-console-act", Text(binding, "roleRef", "name")));
    }

    [Fact]
    public async Task Impersonation_names_whom_and_never_a_part_of_the_cluster()
    {
        var role = (await BuildAsync("overlays/replicas")).One("ClusterRole", "ops-console-impersonate");

        Assert.All((JsonArray)At(role, "rules")!, rule =>
        {
            Assert.Equal(["impersonate"], Texts(rule, "verbs"));
            Assert.NotEmpty(Texts(rule, "resourceNames"));
            Assert.DoesNotContain(Texts(rule, "resourceNames"), name => name.StartsWith("system:", StringComparison.Ordinal) || name == "*");
        });
    }

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/replicas")]
    public async Task Bindings_name_roles_and_accounts_that_are_there(string folder)
    {
        var built = await BuildAsync(folder);
        var roles = built.Of("ClusterRole").Select(role => Text(role, "metadata", "name")).ToList();
        var account = built.One("ServiceAccount");

        Assert.All(built.Of("ClusterRoleBinding").Concat(built.Of("RoleBinding")), binding =>
        {
            Assert.Contains(Text(binding, "roleRef", "name"), roles);
            Assert.Equal((Text(account, "metadata", "namespace"), Text(account, "metadata", "name")), (Text(binding, "subjects", "0", "namespace"), Text(binding, "subjects", "0", "name")));
        });
    }

    private static List<string> Granted(JsonObject role)
    {
        var granted = from rule in (JsonArray)At(role, "rules")!
                      from verb in Texts(rule, "verbs")
                      from api in Texts(rule, "apiGroups")
                      from resource in Texts(rule, "resources")
                      select $"{verb} {api}/{resource}";
        return [.. granted.Order(StringComparer.Ordinal)];
    }
}
