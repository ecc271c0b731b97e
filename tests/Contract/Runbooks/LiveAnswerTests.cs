using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Contract.Client;
using OpsConsole.Contract.Clusters;
using OpsConsole.Contract.Kubectl;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Contract.Runbooks;

/// <summary>What a runbook's kubectl lines are answered, beside what the real kubectl says to the same lines.</summary>
public sealed class LiveAnswerTests(BothClusters clusters) : KubectlTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task A_table_has_the_columns_and_rows_that_kubectl_prints(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(2);
        foreach (var rest in new[]
        {
            $"get deployment {web}", $"get pods -l app={web} -o wide", $"get rs -l app={web} --show-labels", $"get pods -l app={web} --sort-by=.metadata.name", "get nodes",
        })
        {
            var table = Assert.IsType<TableResult>(await AnswerAsync(cluster, rest));
            var said = (await kubectl.AsAdminAsync(rest.Split(' '))).Well();
            Assert.Equal(said.Lines[0].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), table.Columns);
            Assert.Equal(said.Rows.Select(row => row[0]), table.Rows.Select(row => row[0]));
            Assert.Equal(table.All, table.Rows.Length);
        }

        var names = Assert.IsType<LinesResult>(await AnswerAsync(cluster, $"get deploy {web} -o name"));
        Assert.Equal((await kubectl.AsAdminAsync("get", "deploy", web, "-o", "name")).Well().Lines, names.Lines);
        var counted = Assert.IsType<LinesResult>(await AnswerAsync(cluster, $"get pods -l app={web} | grep -c Running"));
        Assert.Equal(["2"], counted.Lines);
    }

    [Theory, OnEachCluster]
    public async Task Yaml_and_json_are_written_as_kubectl_writes_them(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var lease = await LeaseAsync(cluster);
        foreach (var form in new[] { "yaml", "json" })
        {
            var lines = Assert.IsType<LinesResult>(await AnswerAsync(cluster, $"get lease {lease} -o {form}"));
            Assert.Equal(WithoutManagedFields((await kubectl.AsAdminAsync("get", "lease", lease, "-o", form)).Well().Lines), lines.Lines);
            Assert.Equal(form, lines.Language);
        }

        var web = await cluster.CreateDeploymentAsync(1);
        var yaml = Assert.IsType<LinesResult>(await AnswerAsync(cluster, $"get deployment {web} -o yaml"));

        // Its status may have moved between the two questions; what was asked for has not.
        var said = (await kubectl.AsAdminAsync("get", "deployment", web, "-o", "yaml")).Well().Lines;
        Assert.Equal(said.SkipWhile(line => line != "spec:").TakeWhile(line => line != "status:"), yaml.Lines.SkipWhile(line => line != "spec:").TakeWhile(line => line != "status:"));
        Assert.DoesNotContain(yaml.Lines, line => line.Contains("managedFields", StringComparison.Ordinal));
    }

    // kubectl leaves out who set which field since 1.21; Debian 12 has an older one, and writes them as a list in both forms.
    private static IEnumerable<string> WithoutManagedFields(IEnumerable<string> lines)
    {
        int? list = null;
        foreach (var line in lines)
        {
            var text = line.TrimStart();
            var indent = line.Length - text.Length;
            if (text is "managedFields:" or "\"managedFields\": [")
            {
                list = indent;
            }
            else if (list is null || (indent <= list && text[0] is not ('-' or ']')))
            {
                list = null;
                yield return line;
            }
        }
    }

    [Theory, OnEachCluster]
    public async Task A_description_tells_what_kubectl_tells_first(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var pod = $"{(await cluster.PodsOfAsync(web))[0]["metadata"]!["name"]}";
        var lease = await LeaseAsync(cluster);
        foreach (var (what, told) in new[]
        {
            ($"deployment {web}", new[] { "Name:", "Namespace:", "Labels:", "Selector:", "Replicas:", "StrategyType:", "RollingUpdateStrategy:", "Image:", "Conditions:", "Events:" }),
            ($"pod {pod}", ["Name:", "Namespace:", "Node:", "Start Time:", "Status:", "Controlled By:", "Image:", "State:", "Ready:", "Restart Count:", "Conditions:", "Events:"]),
            ($"lease {lease}", ["Name:", "Namespace:", "API Version:", "Kind:", "Spec:", "Holder Identity:", "Lease Duration Seconds:", "Events:"]),
        })
        {
            var lines = Assert.IsType<LinesResult>(await AnswerAsync(cluster, $"describe {what}")).Lines;
            var said = (await kubectl.AsAdminAsync([.. $"describe {what}".Split(' ')])).Well().Lines;
            foreach (var field in told)
            {
                Assert.Equal(Field(said, field), Field(lines, field));
            }
        }

        Assert.Contains(Assert.IsType<LinesResult>(await AnswerAsync(cluster, $"describe deployment {web} | grep ScalingReplicaSet")).Lines, line => line.Contains("Scaled up", StringComparison.Ordinal));
    }

    [Theory, OnEachCluster]
    public async Task A_rollout_and_rights_are_told_in_kubectls_own_words(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var status = Assert.IsType<LinesResult>(await AnswerAsync(cluster, $"rollout status deployment/{web}"));
        Assert.Equal((await kubectl.AsAdminAsync("rollout", "status", $"deployment/{web}")).Well().Lines, status.Lines);
        var may = Assert.IsType<LinesResult>(await AnswerAsync(cluster, "auth can-i get pods"));
        Assert.Equal(["yes"], may.Lines);
        Assert.Equal("Asked as the console's own account.", may.Note);
        Assert.StartsWith("no", Assert.Single(Assert.IsType<LinesResult>(await AnswerAsync(cluster, "auth can-i delete leases.coordination.k8s.io", "viewer")).Lines), StringComparison.Ordinal);
    }

    [Theory, OnEachCluster]
    public async Task What_is_missing_or_denied_is_told_in_the_clusters_words(string name)
    {
        var (cluster, _) = await OnAsync(name);
        var missing = Assert.IsType<FailedResult>(await AnswerAsync(cluster, "get pod no-such"));
        Assert.Equal("main", missing.Source);
        Assert.Contains("pods \"no-such\" not found", missing.Why, StringComparison.Ordinal);
        Assert.Contains("forbidden", Assert.IsType<FailedResult>(await AnswerAsync(cluster, "get pods", "nobody")).Why, StringComparison.Ordinal);
        Assert.NotEmpty(Assert.IsType<FailedResult>(await AnswerAsync(cluster, "top pods")).Why);
        Assert.IsType<NotAnsweredResult>(await AnswerAsync(cluster, "get pods -n kube-system"));
    }

    [Theory, OnEachCluster]
    public async Task A_log_is_read_or_the_cluster_says_why_not(string name)
    {
        var (cluster, _) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var pod = $"{(await cluster.PodsOfAsync(web))[0]["metadata"]!["name"]}";
        foreach (var what in new[] { pod, $"deployment/{web}", $"-l app={web}" })
        {
            var answer = await AnswerAsync(cluster, $"logs {what} --tail=5");
            if (name == OnEachClusterAttribute.Sandbox)
            {
                Assert.InRange(Assert.IsType<LinesResult>(answer).All, 0, 5);
            }
            else
            {
                Assert.NotEmpty(answer is FailedResult failed ? failed.Why : "a kubelet answered");
            }
        }
    }

    [Theory, OnEachCluster]
    public async Task Events_are_sorted_by_their_last_time_and_filtered_by_a_label(string name)
    {
        var (cluster, _) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var scene = new RunbookScene(ImmutableSortedDictionary<string, string>.Empty.Add("labels.deployment", web), true);
        var table = Assert.IsType<TableResult>(await AnswerAsync(cluster, "get events --sort-by=.lastTimestamp | grep {{ labels.deployment }}", scene: scene));
        Assert.Equal(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"], table.Columns);
        Assert.NotEmpty(table.Rows);
        Assert.All(table.Rows, row => Assert.Contains(web, string.Concat(row), StringComparison.Ordinal));
    }

    private static string Field(IReadOnlyList<string> lines, string field)
    {
        var line = lines.FirstOrDefault(it => it.TrimStart().StartsWith(field, StringComparison.Ordinal));
        Assert.True(line is not null, $"{field} is not among\n{string.Join('\n', lines)}");
        return line.Trim()[field.Length..].Trim();
    }

    private static async Task<BlockResult> AnswerAsync(Cluster cluster, string rest, string context = "console", RunbookScene? scene = null)
    {
        using var client = ConsoleClient.Of(cluster, context);
        var options = new UpstreamsOptions();
        options.Kubernetes.Add(new KubernetesSourceOptions { Name = "main" });
        var blocks = new LiveBlocks(new MetricSources([]), [client.Cluster.Reader], new Impersonation(options), new Anyone(), TimeProvider.System);
        var profile = new SystemProfile { Id = "test", Title = "Test", ClaimsAlerts = [], Cluster = "main", Namespaces = [cluster.Namespace] };
        var line = $"kubectl {rest}";
        var person = new Person("jo", "Jo", [], SignInMethod.Local);
        return Assert.Single(await blocks.AnswerAsync(new KubectlBlock(1, 1, null, line, [line]), profile, scene ?? RunbookScene.Nothing, person, TestContext.Current.CancellationToken)).Result;
    }

    private sealed class Anyone : IAccessRules
    {
        public Decision Decide(Person person, GuardedAction action, string? system = null) => new(true, "a test", null);
    }
}
