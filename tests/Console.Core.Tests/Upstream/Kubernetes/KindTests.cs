using System.Text;
using System.Text.Json;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>What a real cluster's objects are to the console.</summary>
public sealed class KindTests
{
    private readonly KubernetesKinds kinds = new(KubernetesJson.Pooled());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pod_is_read_with_its_owner_conditions_and_containers()
    {
        var pod = await OneAsync<Pod>(Recorded.Transcript("pod-get", 0).GetProperty("response").GetProperty("body"));

        Assert.Equal(("redis-system", "redis-gateway-597b94c7f6-gthqj", "2757"), (pod.Id.Namespace, pod.Id.Name, pod.Id.ResourceVersion));
        Assert.Equal(new ObjectOwner("ReplicaSet", "redis-gateway-597b94c7f6", "343ffd66-e461-4d19-8e0c-561aab07c034"), pod.Id.Owner);
        Assert.Equal("redis-gateway", pod.Id.Labels["app"]);
        Assert.Equal(("Running", "node-a", "10.244.0.6", true, 0), (pod.Phase, pod.Node, pod.Address, pod.IsReady, pod.Restarts));
        var container = Assert.Single(pod.Containers);
        Assert.Equal(("main", "registry.example/redis-gateway:1.0", true, false), (container.Name, container.Image, container.Ready, container.IsInit));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 12, 12, 24, TimeSpan.Zero), container.State.StartedAt);
        Assert.Equal(ContainerPhase.Running, container.State.Phase);
        Assert.Null(container.Last);
    }

    [Fact]
    public async Task A_pod_that_nobody_scheduled_has_containers_of_which_nothing_is_known()
    {
        var pods = await ListAsync<Pod>(Recorded.Transcript("deployment-stuck-and-conditions", 3).GetProperty("response").GetProperty("body"));

        var pod = Assert.Single(pods);
        Assert.Equal(("Pending", null, false), (pod.Phase, pod.Node, pod.IsReady));
        Assert.Equal(ContainerPhase.Unknown, Assert.Single(pod.Containers).State.Phase);
    }

    [Fact]
    public async Task A_container_that_crashes_says_how_it_ended_and_init_containers_come_first()
    {
        var pod = await OneAsync<Pod>("""
            {"metadata":{"name":"p","namespace":"n","uid":"u","resourceVersion":"1","deletionTimestamp":"2026-11-21T12:00:00Z",
             "ownerReferences":[{"kind":"Thing","name":"t","uid":"x"}]},
             "spec":{"containers":[{"name":"main","image":"i:1"}],"initContainers":[{"name":"prepare","image":"i:0"},{"name":"side","image":"i:2","restartPolicy":"Always"}]},
             "status":{"phase":"Running","containerStatuses":[{"name":"main","image":"i:1","restartCount":7,
               "state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 5m0s"}},
               "lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled","startedAt":"2026-11-21T11:00:00Z","finishedAt":"2026-11-21T11:05:00Z"}}}],
              "initContainerStatuses":[{"name":"prepare","state":{"terminated":{"reason":"Completed"}}}]}}
            """);

        Assert.Equal(["prepare", "side", "main"], pod.Containers.Select(it => it.Name));
        Assert.Equal([true, false, false], pod.Containers.Select(it => it.IsInit));
        Assert.Single(pod.Containers, it => it.IsSidecar);
        Assert.Equal((ContainerPhase.Waiting, "CrashLoopBackOff", null), (pod.Containers[2].State.Phase, pod.Containers[2].State.Reason, pod.Containers[2].State.ExitCode));
        Assert.Equal((137, "OOMKilled"), (pod.Containers[2].Last!.ExitCode!.Value, pod.Containers[2].Last!.Reason));
        Assert.Equal(0, pod.Containers[0].State.ExitCode);
        Assert.Equal(7, pod.Restarts);
        Assert.NotNull(pod.Id.DeletedAt);
        Assert.Null(pod.Id.Owner);
    }

    [Fact]
    public async Task A_deployment_whose_rollout_is_stuck_and_paused_says_so()
    {
        var deployment = await OneAsync<Deployment>(Recorded.Transcript("deployment-stuck-and-conditions", 2).GetProperty("response").GetProperty("body"));

        Assert.Equal((2, 2, 2, 0, 0), (deployment.Desired, deployment.Current, deployment.Updated, deployment.Ready, deployment.Available));
        Assert.Equal((2, 1), (deployment.Generation, deployment.ObservedGeneration));
        Assert.Contains(deployment.Conditions, it => it is { Type: "Progressing", Status: "False", Reason: "ProgressDeadlineExceeded" });
    }

    [Fact]
    public async Task Absent_replicas_are_one_wanted_and_none_there()
    {
        const string bare = """{"metadata":{"name":"d","namespace":"n","uid":"u","resourceVersion":"1"},"spec":{}}""";

        var all = new PodController[] { await OneAsync<Deployment>(bare), await OneAsync<StatefulSet>(bare), await OneAsync<ReplicaSet>(bare) };
        Assert.All(all, it => Assert.Equal((1, 0, 0), (it.Desired, it.Current, it.Ready)));
        Assert.Equal(0, (await OneAsync<DaemonSet>(bare)).Desired);
        Assert.Equal(0, (await OneAsync<Deployment>(bare.Replace("{}", """{"replicas":0}""", StringComparison.Ordinal))).Desired);
        Assert.All(all, it => Assert.False(it.Selector.Fits(System.Collections.Immutable.ImmutableDictionary<string, string>.Empty)));
    }

    [Fact]
    public async Task A_daemon_set_counts_nodes_and_a_replica_set_knows_its_revision()
    {
        var daemons = await OneAsync<DaemonSet>("""
            {"metadata":{"name":"d","namespace":"n","uid":"u","resourceVersion":"1","generation":3},"spec":{},
             "status":{"desiredNumberScheduled":5,"currentNumberScheduled":4,"updatedNumberScheduled":3,"numberReady":2,"numberAvailable":1,"observedGeneration":3}}
            """);
        var replicas = await OneAsync<ReplicaSet>("""
            {"metadata":{"name":"r","namespace":"n","uid":"u","resourceVersion":"1","annotations":{"other":"{\"a\":1}","deployment.kubernetes.io/revision":"12"}},
             "spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"main","image":"i:2"}]}},"selector":{"matchExpressions":[{"key":"app","operator":"In","values":["a","b"]}]}},
             "status":{"replicas":2}}
            """);

        Assert.Equal((5, 4, 3, 2, 1), (daemons.Desired, daemons.Current, daemons.Updated, daemons.Ready, daemons.Available));
        Assert.Equal((12L, 2), (replicas.Revision!.Value, replicas.Updated));
        Assert.Equal(new ContainerImage("main", "i:2"), Assert.Single(replicas.Images));
        Assert.True(replicas.Selector.Fits(daemons.Id.Labels.Add("app", "b")));
    }

    [Fact]
    public async Task A_budget_that_is_not_computed_allows_an_unknown_number()
    {
        var budget = Assert.Single(await ListAsync<DisruptionBudget>(Recorded.Transcript("pdb-and-hpa", 0).GetProperty("response").GetProperty("body")));

        Assert.Equal(("3", null, 0, 3, 3, 3), (budget.MinAvailable, budget.MaxUnavailable, budget.DisruptionsAllowed!.Value, budget.CurrentHealthy, budget.DesiredHealthy, budget.ExpectedPods));
        Assert.Equal("rynxs", budget.Selector.Labels["app.kubernetes.io/name"]);
        Assert.Null((await OneAsync<DisruptionBudget>("""
            {"metadata":{"name":"b","namespace":"n","uid":"u","resourceVersion":"1","generation":1},"spec":{"maxUnavailable":"50%"},"status":{"disruptionsAllowed":0,"currentHealthy":0}}
            """)).DisruptionsAllowed);
        Assert.Null((await OneAsync<DisruptionBudget>("""{"metadata":{"name":"b","namespace":"n","uid":"u","resourceVersion":"1"},"spec":{}}""")).DisruptionsAllowed);
    }

    [Fact]
    public async Task An_autoscaler_without_a_measurement_has_no_value_and_not_zero()
    {
        var scaler = Assert.Single(await ListAsync<Autoscaler>(Recorded.Transcript("pdb-and-hpa", 1).GetProperty("response").GetProperty("body")));

        Assert.Equal(("Deployment", "redis-gateway", 2, 10, 3, 0), (scaler.TargetKind, scaler.TargetName, scaler.Min, scaler.Max, scaler.Current, scaler.Desired));
        Assert.Equal(new AutoscalerMetric("cpu", "70%", null), Assert.Single(scaler.Metrics));
        Assert.Contains(scaler.Conditions, it => it is { Type: "ScalingActive", Status: "False" });
    }

    [Fact]
    public async Task An_autoscaler_sets_what_it_saw_beside_what_it_wants_in_the_same_unit()
    {
        var scaler = await OneAsync<Autoscaler>("""
            {"metadata":{"name":"a","namespace":"n","uid":"u","resourceVersion":"1"},
             "spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":5,"metrics":[
              {"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}},
              {"type":"External","external":{"metric":{"name":"queue_depth"},"target":{"type":"AverageValue","averageValue":"30"}}},
              {"type":"ContainerResource","containerResource":{"name":"memory","container":"main","target":{"type":"AverageValue","averageValue":"1Gi"}}}]},
             "status":{"currentMetrics":[null,
              {"type":"External","external":{"metric":{"name":"queue_depth"},"current":{"averageValue":"12500m","value":"50"}}},
              {"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":0,"averageValue":"0"}}}]}}
            """);

        Assert.Equal([new("cpu", "80%", "0%"), new("queue_depth", "30 each", "12500m each"), new("memory of main", "1Gi each", null)], scaler.Metrics);
        Assert.Equal(1, scaler.Min);
    }

    [Fact]
    public async Task A_lost_node_is_neither_ready_nor_unready()
    {
        var node = Assert.Single(await ListAsync<Node>(Recorded.Transcript("nodes", 0).GetProperty("response").GetProperty("body")));

        Assert.Equal(("node-a", string.Empty, "v0.0.0-by-hand", false), (node.Id.Name, node.Id.Namespace, node.KubeletVersion, node.Unschedulable));
        Assert.Equal(("Ready", "True", "ByHand"), (node.Conditions.Single().Type, node.Conditions.Single().Status, node.Conditions.Single().Reason));
        var lost = await OneAsync<Node>("""
            {"metadata":{"name":"a","resourceVersion":"1"},"spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}}
            """);
        Assert.Equal(("Unknown", true), (lost.Conditions.Single().Status, lost.Unschedulable));
    }

    [Fact]
    public async Task An_event_has_its_time_where_its_teller_put_it()
    {
        var told = await ListAsync<ClusterEvent>(Recorded.Transcript("events", 6).GetProperty("response").GetProperty("body"));

        Assert.Equal((13, true, "FailedGetResourceMetric", "horizontal-pod-autoscaler"), (told[0].Count, told[0].IsWarning, told[0].Reason, told[0].By));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 12, 12, 29, TimeSpan.Zero), told[0].At);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 12, 9, 29, TimeSpan.Zero), told[0].FirstAt);
        Assert.Equal(("HorizontalPodAutoscaler", "redis-gateway"), (told[0].AboutKind, told[0].AboutName));
    }

    [Theory]
    [InlineData(""" "eventTime":"2026-01-01T00:00:01.5Z","series":{"count":4,"lastObservedTime":"2026-01-01T00:00:09Z"} """, 9, 4)]
    [InlineData(""" "eventTime":"2026-01-01T00:00:01Z","lastTimestamp":null """, 1, 1)]
    [InlineData(""" "eventTime":null,"lastTimestamp":"2026-01-01T00:00:05Z","count":2 """, 5, 2)]
    [InlineData(""" "reason":"none of them" """, 0, 1)]
    public async Task Each_of_the_four_times_of_an_event_counts_in_turn(string fields, int second, int count)
    {
        var told = await OneAsync<ClusterEvent>(
            $$"""{"metadata":{"name":"e","namespace":"n","uid":"u","resourceVersion":"1","creationTimestamp":"2026-01-01T00:00:00Z"},{{fields}}}""");

        Assert.Equal(second, told.At!.Value.Second);
        Assert.Equal(count, told.Count);
    }

    [Fact]
    public async Task The_pods_of_a_workload_share_their_labels()
    {
        const string pod = """{"metadata":{"name":"NAME","namespace":"n","uid":"u","resourceVersion":"1","labels":{"app":"a","hash":"b"}}}""";
        var (one, two) = (await OneAsync<Pod>(pod), await OneAsync<Pod>(pod.Replace("NAME", "other", StringComparison.Ordinal)));

        Assert.Same(one.Id.Labels, two.Id.Labels);
        Assert.Same(one.Id.Namespace, two.Id.Namespace);
    }

    [Fact]
    public void A_kind_knows_where_it_is_served()
    {
        Assert.Equal("api/v1/namespaces/a%2Fb/pods", kinds.Of<Pod>().Path("a/b"));
        Assert.Equal("apis/policy/v1/poddisruptionbudgets", kinds.Of<DisruptionBudget>().Path(null));
        Assert.Equal("apis/apps/v1/namespaces/n/deployments/x%3F", kinds.Of<Deployment>().Path("n", "x?"));
        Assert.Equal("api/v1/nodes/a", kinds.Of<Node>().Path(null, "a"));
        Assert.Throws<ArgumentException>(() => kinds.Of<Node>().Path("n"));
    }

    private Task<T> OneAsync<T>(JsonElement json)
        where T : class, IClusterObject => OneAsync<T>(json.GetRawText());

    private async Task<T> OneAsync<T>(string json)
        where T : class, IClusterObject => await kinds.Of<T>().ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), Cancellation);

    private async Task<IReadOnlyList<T>> ListAsync<T>(JsonElement json)
        where T : class, IClusterObject =>
        (await kinds.Of<T>().ReadPageAsync(new MemoryStream(Encoding.UTF8.GetBytes(json.GetRawText())), Cancellation)).Items;
}
