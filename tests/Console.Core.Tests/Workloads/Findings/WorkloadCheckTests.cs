using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class WorkloadCheckTests
{
    [Fact]
    public void A_workload_of_the_profile_that_the_cluster_lacks_is_a_problem()
    {
        var found = new WorkloadIsMissing().Only(Views.Of(Made.System(Made.Profile("api"), Made.Profile("gone"), Made.Profile("self", kind: "Service")), Made.Deployment("api", 3)))!;
        Assert.Equal((FindingLevel.Problem, "Deployment fleet/gone"), (found.Level, found.Target));
        Assert.Contains("cluster prod has no Deployment of this name", found.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(2, FindingLevel.Warning)]
    [InlineData(4, FindingLevel.Warning)]
    [InlineData(0, FindingLevel.Problem)]
    public void Desired_and_available_that_differ_are_found_after_10_minutes(int available, FindingLevel? level)
    {
        var found = new ReplicasMismatch().Only(Views.Of(Made.Deployment("api", 3, available)));
        Assert.Equal((level, level is null ? null : TimeSpan.FromMinutes(10)), (found?.Level, found?.After));
        Assert.True(found is null || found.Why.StartsWith($"{available} of 3 are available for more than 10 min", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(3, true)]
    public void A_change_that_is_not_taken_up_is_found_after_5_minutes(long observed, bool found) => Assert.Equal(
        found, new GenerationMismatch().Only(Views.Of(Made.Deployment("api", 3) with { ObservedGeneration = observed })) is { After.TotalMinutes: 5 });

    [Fact]
    public void A_crash_loop_is_told_with_how_it_ends()
    {
        var crashing = Made.Waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container", restarts: 7) with { Last = Made.Terminated(137, "OOMKilled").State };
        var found = new CrashLoops().Only(Views.Of(Made.Deployment("api", 3), Made.PodOf("api", "0", crashing), Made.PodOf("api", "1")))!;
        Assert.Equal((FindingLevel.Problem, "Deployment fleet/api"), (found.Level, found.Target));
        Assert.StartsWith("1 of 2 pods: api-5d8f-0; app ended with exit code 137 (OOMKilled).", found.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_that_crashes_again_and_again_is_found_also_while_it_runs()
    {
        var running = Made.Running(restarts: 3) with { Last = Made.Terminated(1, "Error").State with { FinishedAt = Made.Noon.AddMinutes(-1) } };
        var young = Made.PodOf("api", "0", running);
        young = young with { Id = young.Id with { CreatedAt = Made.Noon.AddMinutes(-9) } };
        Assert.NotNull(new CrashLoops().Only(Views.Of(Made.Deployment("api", 1), young)));
        Assert.Null(new FrequentRestarts().Only(Views.Of(Made.Deployment("api", 1), young)));
    }

    [Theory]
    [InlineData(5, "Error", null)]
    [InlineData(6, "Error", "Restarts often")]
    [InlineData(6, "OOMKilled", "Restarts often, for want of memory")]
    public void More_than_5_restarts_in_an_hour_are_a_warning(int restarts, string reason, string? title)
    {
        var pods = Enumerable.Range(0, restarts).Select(i => Made.PodOf("api", $"{i}", Made.Running(restarts: 40) with
        {
            Last = Made.Terminated(1, reason).State with { FinishedAt = Made.Noon.AddMinutes(-30) },
        }));
        var found = new FrequentRestarts().Only(Views.Of([Made.Deployment("api", 9), .. pods]));
        Assert.Equal((title, title is null ? null : FindingLevel.Warning), (found?.Title, found?.Level));
        Assert.True(found is null || found.Why.StartsWith($"6 restarts in the last hour, in 6 pods{(reason == "Error" ? "." : "; 6 after OOMKilled.")}", StringComparison.Ordinal), found?.Why);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_pod_that_is_pending_for_5_minutes_is_a_warning_of_its_workload(int minutes, bool found)
    {
        var pod = Made.PodOf("api", "0", Made.Waiting("ContainerCreating"));
        pod = pod with
        {
            Phase = "Pending",
            Id = pod.Id with { CreatedAt = Made.Noon.AddMinutes(-minutes) },
            Conditions = [Made.Condition("PodScheduled", "False", "Unschedulable", "0/3 nodes are available: 3 Insufficient memory.")],
        };
        var warning = new PodsPending().Only(Views.Of(pod));
        Assert.Equal(found, warning is { Target: "Deployment fleet/api", Level: FindingLevel.Warning });
        Assert.True(warning is null || warning.Why == "1 has been pending for more than 5 min. Unschedulable: 0/3 nodes are available: 3 Insufficient memory.", warning?.Why);
    }

    [Fact]
    public void A_rollout_whose_deadline_has_passed_is_a_problem()
    {
        var late = Made.Deployment("api", 3) with { Updated = 1, Conditions = [Made.Condition("Progressing", "False", "ProgressDeadlineExceeded", "has timed out")] };
        Assert.Equal(FindingLevel.Problem, new RolloutIsStuck().Only(Views.Of(late))!.Level);
        Assert.Null(new RolloutIsStuck().Only(Views.Of(Made.Deployment("api", 3) with { Updated = 1 })));
    }

    [Theory]
    [InlineData("Ready", "False", FindingLevel.Problem)]
    [InlineData("Ready", "Unknown", FindingLevel.Problem)]
    [InlineData("Ready", "True", null)]
    [InlineData("MemoryPressure", "True", FindingLevel.Warning)]
    [InlineData("DiskPressure", "True", FindingLevel.Warning)]
    [InlineData("PIDPressure", "True", FindingLevel.Warning)]
    [InlineData("MemoryPressure", "False", null)]
    public void A_node_in_trouble_matters_when_it_runs_pods_of_the_system(string type, string status, FindingLevel? level)
    {
        var node = new Node { Id = Made.Id("node-1", string.Empty), Conditions = [Made.Condition(type, status, "KubeletSays", "kubelet says so.", Made.Noon.AddMinutes(-3))] };
        var found = new NodeInTrouble().Only(Views.Of(node, Made.PodOf("api", "0")));
        Assert.Equal((level, level is null ? null : Made.Noon.AddMinutes(-3)), (found?.Level, found?.Since));
        Assert.Null(new NodeInTrouble().Only(Views.Of(node with { Id = Made.Id("node-2", string.Empty) }, Made.PodOf("api", "0"))));
    }

    [Theory]
    [InlineData(30.1, null, null)]
    [InlineData(29.9, FindingLevel.Warning, "It ends in 29 d, on 2026-12-21")]
    [InlineData(7.1, FindingLevel.Warning, "It ends in 7 d, on 2026-11-28")]
    [InlineData(6.9, FindingLevel.Problem, "It ends in 6 d, on 2026-11-28")]
    [InlineData(-3, FindingLevel.Problem, "It ended 3 d ago, on 2026-11-18")]
    public void A_certificate_is_a_warning_30_days_and_a_problem_7_days_before_its_end(double days, FindingLevel? level, string? why)
    {
        var found = new CertificateExpires().Only(Views.Of() with { Certificates = [new Certificate(Made.Namespace, "tls", Made.Noon.AddDays(days))] });
        Assert.Equal(level, found?.Level);
        Assert.StartsWith(why ?? string.Empty, found?.Why ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_that_is_well_has_no_findings()
    {
        var view = Views.Of(
            Made.System(Made.Profile("api")),
            [Made.Deployment("api", 3), Made.Budget("api", "2") with { DisruptionsAllowed = 1, CurrentHealthy = 3, ExpectedPods = 3 }, .. Views.Pods("api", 3)]);
        Assert.Empty(Checks.All.SelectMany(check => check.Look(view)));
        Assert.Equal(Checks.All.Length, Checks.All.Select(check => check.Id).Distinct().Count());
        Assert.All(Checks.All, check => Assert.Matches("^[a-z]+(-[a-z]+)*$", check.Id));
    }
}
