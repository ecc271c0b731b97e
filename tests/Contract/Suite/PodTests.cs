using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using OpsConsole.World;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>Pods that are deleted or evicted: the grace they get, and the budgets that protect them.</summary>
public sealed class PodTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_deleted_pod_goes_on_for_its_grace_period_and_the_watch_says_MODIFIED_before_DELETED(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (_, pod) = await PodAsync(cluster);
        var version = (await cluster.Admin.GetAsync(cluster.Pods)).Json["metadata"]!["resourceVersion"];
        await using var watch = await cluster.Viewer.StreamAsync(
            $"{cluster.Pods}?watch=true&fieldSelector=metadata.name%3D{pod}&resourceVersion={version}&timeoutSeconds=90");

        var answer = (await cluster.Operator.DeleteAsync($"{cluster.Pods}/{pod}", Options("\"gracePeriodSeconds\": 3"))).Expect(200).Json;
        Assert.Equal(("Pod", pod, 3), ($"{answer["kind"]}", $"{answer["metadata"]!["name"]}", answer["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<int>()));
        Assert.NotNull(answer["metadata"]!["deletionTimestamp"]);
        var first = await watch.NextAsync();
        Assert.Equal("MODIFIED", first!.Type);
        Assert.NotNull(first.Object["metadata"]!["deletionTimestamp"]);
        WatchLine? last;
        while ((last = await watch.NextAsync()) is { Type: "MODIFIED" })
        {
        }

        Assert.Equal(("DELETED", pod), (last!.Type, last.Name));
    }

    [Theory, OnEachCluster]
    public async Task A_second_deletion_of_a_pod_that_is_going_is_taken_and_the_first_moment_stands(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (_, pod) = await PodAsync(cluster);
        var path = $"{cluster.Pods}/{pod}";

        // Where settle.sh plays the kubelet, it leaves a pod with this mark alone: it then goes on until somebody ends it.
        (await cluster.Admin.PatchAsync(path, Json("""{"metadata": {"annotations": {"ops-console.test/stuck": "true"}}}"""))).Expect(200);
        var first = (await cluster.Admin.DeleteAsync(path)).Expect(200).Json;
        var second = (await cluster.Admin.DeleteAsync(path)).Expect(200).Json;
        Assert.Equal($"{first["metadata"]!["deletionTimestamp"]}", $"{second["metadata"]!["deletionTimestamp"]}");
        (await cluster.Admin.DeleteAsync(path, Options("\"gracePeriodSeconds\": 0"))).Expect(200);
        (await cluster.Admin.GetAsync(path)).Expect(404, "NotFound");
        (await cluster.Admin.DeleteAsync(path)).Expect(404, "NotFound");
    }

    [Theory, OnEachCluster]
    public async Task A_propagation_policy_that_does_not_exist_is_refused(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (_, pod) = await PodAsync(cluster);
        var answer = (await cluster.Admin.DeleteAsync($"{cluster.Pods}/{pod}", Options("\"propagationPolicy\": \"Sideways\""))).Expect(422, "Invalid");
        Assert.Equal(("FieldValueNotSupported", "propagationPolicy"), (answer.Causes[0].Reason, answer.Causes[0].Field));
    }

    [Theory, OnEachCluster]
    public async Task An_eviction_is_answered_with_a_Status_and_the_pod_goes_as_if_deleted(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (web, pod) = await PodAsync(cluster);
        var answer = (await cluster.Operator.PostAsync($"{cluster.Pods}/{pod}/eviction", Eviction(cluster, pod, """{"gracePeriodSeconds": 1}"""))).Expect(201).Json;
        Assert.Equal(("Status", "Success"), ($"{answer["kind"]}", $"{answer["status"]}"));
        await Eventually.SoAsync("the evicted pod is gone and another is there", TimeSpan.FromSeconds(90), async () =>
            (await cluster.PodsOfAsync(web)) is [var only] && $"{only["metadata"]!["name"]}" != pod, TestContext.Current.CancellationToken);
        (await cluster.Admin.PostAsync($"{cluster.Pods}/no-such/eviction", Eviction(cluster, "no-such"))).Expect(404, "NotFound");
        (await cluster.Admin.PostAsync($"{cluster.Pods}/{pod}/eviction", Eviction(cluster, "another"))).Expect(400, "BadRequest");
    }

    [Theory, OnEachCluster]
    public async Task A_budget_refuses_the_rehearsal_as_it_refuses_the_eviction_names_its_cause_and_asks_for_no_retry(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (web, pod) = await PodAsync(cluster);
        await BudgetAsync(cluster, web, minAvailable: 1, allowed: 0);
        foreach (var options in (string[])["""{"dryRun": ["All"]}""", "{}"])
        {
            var answer = (await cluster.Operator.PostAsync($"{cluster.Pods}/{pod}/eviction", Eviction(cluster, pod, options))).Expect(429, "TooManyRequests");
            Assert.Equal("DisruptionBudget", answer.Causes.Single().Reason);
            Assert.Contains(web, answer.Causes.Single().Message, StringComparison.Ordinal);
            Assert.Null(answer.Headers.RetryAfter);
        }

        Assert.Null((await cluster.Admin.GetAsync($"{cluster.Pods}/{pod}")).Expect(200).Json["metadata"]!["deletionTimestamp"]);
    }

    [Theory, OnEachCluster]
    public async Task Two_budgets_over_one_pod_make_it_unevictable_with_a_500(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (web, pod) = await PodAsync(cluster);
        await BudgetAsync(cluster, web, minAvailable: 0, allowed: 1);
        (await cluster.Admin.PostAsync(cluster.Budgets, Budget(cluster, $"{web}-too", web, 0))).Expect(201);
        (await cluster.Admin.PostAsync($"{cluster.Pods}/{pod}/eviction", Eviction(cluster, pod))).Expect(500, reason: null);
    }

    [Theory, OnEachCluster]
    public async Task A_log_is_plain_text_or_a_500_without_a_reason_where_the_kubelet_is_away(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (_, pod) = await PodAsync(cluster);
        var answer = await cluster.Viewer.GetAsync($"{cluster.Pods}/{pod}/log?tailLines=2");
        if (answer.Status == 200)
        {
            Assert.Equal("text/plain", answer.ContentType);
            Assert.True(answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= 2, answer.Text);
        }
        else
        {
            answer.Expect(500, reason: null);
        }

        (await cluster.Viewer.GetAsync($"{cluster.Pods}/{pod}/log?container=no-such")).Expect(400, "BadRequest");
        (await cluster.Viewer.GetAsync($"{cluster.Pods}/{pod}/log?tailLines=-1")).Expect(422, "Invalid");
        (await cluster.Viewer.GetAsync($"{cluster.Pods}/no-such/log")).Expect(404, "NotFound");
    }

    private static async Task<(string Deployment, string Pod)> PodAsync(Cluster cluster)
    {
        var web = await cluster.CreateDeploymentAsync(1);
        return (web, $"{(await cluster.PodsOfAsync(web))[0]["metadata"]!["name"]}");
    }

    private static async Task BudgetAsync(Cluster cluster, string web, int minAvailable, int allowed)
    {
        (await cluster.Admin.PostAsync(cluster.Budgets, Budget(cluster, web, web, minAvailable))).Expect(201);
        await Eventually.GetAsync("the budget is computed", TimeSpan.FromSeconds(90), () => cluster.Admin.GetAsync($"{cluster.Budgets}/{web}"),
            budget => budget.Json["status"] is JsonObject status && status["observedGeneration"]?.GetValue<int>() == 1
                && status["currentHealthy"]?.GetValue<int>() == 1 && status["disruptionsAllowed"]?.GetValue<int>() == allowed,
            TestContext.Current.CancellationToken);
    }
}
