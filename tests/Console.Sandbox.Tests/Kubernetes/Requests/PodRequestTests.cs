using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Requests;

public sealed class PodRequestTests(QuietCluster quiet) : IClassFixture<QuietCluster>
{
    private readonly ClusterClient cluster = new ClusterClient(quiet).Begin();

    [Fact]
    public async Task A_deleted_pod_is_answered_with_itself_and_goes_on_for_its_grace_period()
    {
        cluster.PutPod("one");
        var answer = await DeleteAsync("one", """{"gracePeriodSeconds": 20}""");
        Assert.Equal(("Pod", "20"), (answer.Json["kind"]!.ToString(), answer.Json["metadata"]!["deletionGracePeriodSeconds"]!.ToString()));
        Assert.Equal(200, (await DeleteAsync("one", "{}")).Status);
        Assert.Equal(200, (await DeleteAsync("one", """{"gracePeriodSeconds": 0}""")).Status);
        Assert.Equal(404, (await cluster.GetAsync($"{cluster.Core}/pods/one")).Status);
        Assert.Equal(404, (await DeleteAsync("one", """{"propagationPolicy": "Sideways"}""")).Status);
    }

    [Fact]
    public async Task Nobody_s_budget_lets_an_eviction_through_and_says_why_the_pod_goes()
    {
        cluster.PutPod("one");
        Assert.Equal(201, (await EvictAsync("one", """{"dryRun": ["All"]}""")).Status);
        Assert.Null(cluster.Store.Find(Kinds.Pod, new(cluster.Namespace, "one"))!["metadata"]!["deletionTimestamp"]);
        var stale = await EvictAsync("one", """{"preconditions": {"uid": "00000000-0000-0000-0000-000000000000"}}""");
        Assert.Equal(409, stale.Status);
        var taken = await EvictAsync("one", """{"gracePeriodSeconds": 20}""");
        Assert.Equal((201, "Success"), (taken.Status, taken.Json["status"]!.ToString()));
        var pod = cluster.Store.Find(Kinds.Pod, new(cluster.Namespace, "one"))!;
        Assert.Equal("20", pod["metadata"]!["deletionGracePeriodSeconds"]!.ToString());
        Assert.Contains(pod["status"]!["conditions"]!.AsArray(), c => c!["reason"]?.ToString() == "EvictionByEvictionAPI");
    }

    [Fact]
    public async Task A_budget_without_room_refuses_the_eviction_and_its_rehearsal()
    {
        cluster.PutPod("one");
        PutBudget("tight", allowed: 0);
        foreach (var options in (string[])["{}", """{"dryRun": ["All"]}"""])
        {
            var answer = await EvictAsync("one", options);
            Assert.Equal((429, "TooManyRequests"), (answer.Status, answer.Reason));
            Assert.Equal(("DisruptionBudget", "The disruption budget tight needs 3 healthy pods and has 3 currently"),
                (answer.Json["details"]!["causes"]![0]!["reason"]!.ToString(), answer.Json["details"]!["causes"]![0]!["message"]!.ToString()));
            Assert.Null(answer.Headers.RetryAfter);
        }
    }

    [Fact]
    public async Task A_budget_that_is_not_computed_yet_asks_to_come_back()
    {
        cluster.PutPod("one");
        PutBudget("fresh", allowed: 0, observed: 0);
        var answer = await EvictAsync("one", "{}");
        Assert.Equal((429, TimeSpan.FromSeconds(10)), (answer.Status, answer.Headers.RetryAfter!.Delta));
        Assert.Contains("still being processed", answer.Text);
    }

    [Fact]
    public async Task An_eviction_uses_up_the_budget_and_two_budgets_allow_none()
    {
        cluster.PutPod("one");
        cluster.PutPod("two");
        PutBudget("loose", allowed: 1);
        Assert.Equal(201, (await EvictAsync("one", "{}")).Status);
        var status = cluster.Store.Find(Kinds.PodDisruptionBudget, new(cluster.Namespace, "loose"))!["status"]!;
        Assert.Equal("0", status["disruptionsAllowed"]!.ToString());
        Assert.True(status["disruptedPods"]!.AsObject().ContainsKey("one"));
        Assert.Equal(429, (await EvictAsync("two", "{}")).Status);
        PutBudget("second", allowed: 5);
        var both = await EvictAsync("two", "{}");
        Assert.Equal((500, null), (both.Status, both.Reason));
    }

    [Theory]
    [InlineData("", 400, "a container name must be specified for pod one, choose one of: [main side]")]
    [InlineData("container=no-such", 400, "container no-such is not valid for pod one")]
    [InlineData("container=main&previous=true", 400, "previous terminated container \"main\" in pod \"one\" not found")]
    [InlineData("container=main&tailLines=-1", 422, "PodLogOptions \"one\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("sinceSeconds=5&sinceTime=2026-11-21T00:00:00Z", 422,
        "PodLogOptions \"one\" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified")]
    public async Task A_log_that_there_is_not_is_refused(string query, int status, string message)
    {
        cluster.PutPod("one");
        var answer = await cluster.GetAsync($"{cluster.Core}/pods/one/log?{query}");
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    private void PutBudget(string name, int allowed, int observed = 1) => cluster.Store.Put(Kinds.PodDisruptionBudget, new(cluster.Namespace, name),
        ClusterClient.Read($$"""
            {
              "spec": {"minAvailable": 3, "selector": {"matchLabels": {"app": "web"} } },
              "status": {"observedGeneration": {{observed}}, "disruptionsAllowed": {{allowed}}, "currentHealthy": 3, "desiredHealthy": 3, "expectedPods": 3}
            }
            """));

    private Task<ApiAnswer> EvictAsync(string pod, string options) => cluster.SendAsync(HttpMethod.Post, $"{cluster.Core}/pods/{pod}/eviction",
        new JsonObject { ["kind"] = "Eviction", ["apiVersion"] = "policy/v1", ["metadata"] = new JsonObject { ["name"] = pod }, ["deleteOptions"] = JsonNode.Parse(options) }.ToJsonString());

    private Task<ApiAnswer> DeleteAsync(string pod, string options) => cluster.SendAsync(HttpMethod.Delete, $"{cluster.Core}/pods/{pod}", options);
}
