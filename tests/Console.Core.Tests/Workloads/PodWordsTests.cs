using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

/// <summary>The cases of kubectl's own test of its STATUS column (TestPrintPod), with what it prints for each.</summary>
public sealed class PodWordsTests
{
    [Fact]
    public void The_phase_where_nothing_else_is_known()
    {
        Assert.Equal("Pending", PodWords.Of(Pod("Pending")));
        Assert.Equal("Pending", PodWords.Of(Pod("Pending", new PodContainer { Name = "app", Image = "app:1" })));
        Assert.Equal("Running", PodWords.Of(Pod("Running", Made.Running())));
    }

    [Fact]
    public void The_reason_of_a_container_before_the_phase()
    {
        Assert.Equal("ContainerCreating", PodWords.Of(Pod("Pending", Made.Waiting("ContainerCreating"))));
        Assert.Equal("CrashLoopBackOff", PodWords.Of(Pod("Running", Made.Waiting("CrashLoopBackOff"))));
        Assert.Equal("Completed", PodWords.Of(Pod("Succeeded", Made.Terminated(0, "Completed"))));
        Assert.Equal("Error", PodWords.Of(Pod("Failed", Made.Terminated(1, "Error"))));
        Assert.Equal("OOMKilled", PodWords.Of(Pod("Failed", Made.Terminated(137, "OOMKilled"))));
    }

    [Fact]
    public void A_signal_or_exit_code_where_no_reason_is_given()
    {
        Assert.Equal("ExitCode:3", PodWords.Of(Pod("Failed", Made.Terminated(3))));
        Assert.Equal("Signal:9", PodWords.Of(Pod("Failed", Made.Terminated(137, signal: 9))));
    }

    [Fact]
    public void The_first_container_wins_when_several_say_something() => Assert.Equal(
        "ErrImagePull", PodWords.Of(Pod("Pending", Made.Waiting("ErrImagePull"), Made.Waiting("ContainerCreating", name: "b"))));

    [Fact]
    public void A_completed_container_beside_running_ones_leaves_the_pod_running()
    {
        var pod = Pod("Running", Made.Running(), Made.Terminated(0, "Completed", name: "job"));
        Assert.Equal("NotReady", PodWords.Of(pod));
        Assert.Equal("Running", PodWords.Of(pod with { Conditions = [Made.Condition("Ready", "True")] }));
        Assert.Equal("Error", PodWords.Of(Pod("Running", Made.Running(), Made.Terminated(1, "Error", name: "job"))));
    }

    [Fact]
    public void Init_containers_are_counted_while_they_run()
    {
        Assert.Equal("Init:0/2", PodWords.Of(Pod("Pending", Init(Made.Running("i1")), Init(Made.Waiting("PodInitializing", name: "i2")), Made.Waiting("PodInitializing"))));
        Assert.Equal("Init:1/2", PodWords.Of(Pod("Pending", Init(Made.Terminated(0, "Completed")), Init(Made.Running("i2")), Made.Waiting("PodInitializing"))));
        Assert.Equal("PodInitializing", PodWords.Of(Pod("Pending", Init(Made.Terminated(0, "Completed")), Made.Waiting("PodInitializing"))));
    }

    [Fact]
    public void An_init_container_that_fails_is_named()
    {
        Assert.Equal("Init:Error", PodWords.Of(Pod("Pending", Init(Made.Terminated(1, "Error")))));
        Assert.Equal("Init:ExitCode:2", PodWords.Of(Pod("Pending", Init(Made.Terminated(2)))));
        Assert.Equal("Init:Signal:9", PodWords.Of(Pod("Pending", Init(Made.Terminated(137, signal: 9)))));
        Assert.Equal("Init:CrashLoopBackOff", PodWords.Of(Pod("Pending", Init(Made.Waiting("CrashLoopBackOff")), Made.Waiting("PodInitializing"))));
    }

    [Fact]
    public void A_sidecar_that_started_does_not_hold_the_pod_back()
    {
        var sidecar = Made.Running("mesh") with { IsSidecar = true };
        Assert.Equal("Running", PodWords.Of(Pod("Running", sidecar, Made.Running())));
        Assert.Equal("Init:0/1", PodWords.Of(Pod("Pending", sidecar with { Started = false }, Made.Waiting("PodInitializing"))));
    }

    [Fact]
    public void Once_initialized_the_containers_may_say_more_than_an_init_container_that_is_started_anew()
    {
        var initialized = Made.Condition("Initialized", "True");
        Assert.Equal("Error", PodWords.Of(Pod("Running", Init(Made.Waiting("CrashLoopBackOff")), Made.Terminated(1, "Error")) with { Conditions = [initialized] }));
        Assert.Equal("Init:CrashLoopBackOff", PodWords.Of(Pod("Running", Init(Made.Waiting("CrashLoopBackOff")), Made.Terminated(1, "Error"))));
    }

    [Fact]
    public void A_reason_of_the_pod_itself()
    {
        Assert.Equal("Evicted", PodWords.Of(Pod("Failed") with { Reason = "Evicted" }));
        Assert.Equal("SchedulingGated", PodWords.Of(Pod("Pending") with { Conditions = [Made.Condition("PodScheduled", "False", "SchedulingGated")] }));
    }

    [Fact]
    public void One_that_is_deleted_terminates_unless_its_node_is_lost_or_it_has_ended()
    {
        Assert.Equal("Terminating", PodWords.Of(Deleted(Pod("Running", Made.Running()))));
        Assert.Equal("Unknown", PodWords.Of(Deleted(Pod("Running", Made.Running()) with { Reason = "NodeLost" })));
        Assert.Equal("Completed", PodWords.Of(Deleted(Pod("Succeeded", Made.Terminated(0, "Completed")))));
    }

    [Theory]
    [InlineData("Running", null)]
    [InlineData("Succeeded", null)]
    [InlineData("Failed", "Evicted: The node was low on resource: memory")]
    public void Trouble_is_told_only_where_there_is_some(string phase, string? trouble)
    {
        var pod = Made.PodOf("api", "0") with { Phase = phase, Reason = phase == "Failed" ? "Evicted" : null, Message = phase == "Failed" ? "The node was low on resource: memory" : null };
        Assert.Equal(trouble, PodTrouble.Of(pod)?.Sentence);
    }

    [Fact]
    public void Trouble_names_reason_cause_and_count()
    {
        var crashing = Made.Waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container=app pod=api-1_fleet(uid)", restarts: 7) with { Last = Made.Terminated(137, "OOMKilled").State };
        Assert.Equal("CrashLoopBackOff: app ended with exit code 137 (OOMKilled); restarted 7 times", PodTrouble.Of(Pod("Running", crashing))!.Sentence);
        Assert.Equal("Unschedulable: 0/3 nodes are available", PodTrouble.Of(Pod("Pending") with { Conditions = [Made.Condition("PodScheduled", "False", "Unschedulable", "0/3 nodes are available")] })!.Sentence);
        Assert.Equal("CreateContainerConfigError: secret \"db\" not found", PodTrouble.Of(Pod("Pending", Made.Waiting("CreateContainerConfigError", "secret \"db\" not found")))!.Sentence);
        Assert.Equal("NotReady: containers with unready status: [app]", PodTrouble.Of(Pod("Running", Made.Running() with { Ready = false }) with
        {
            Conditions = [Made.Condition("Ready", "False", "ContainersNotReady", "containers with unready status: [app]")],
        })!.Sentence);
        Assert.Equal("Failed: app ended with exit code 2", PodTrouble.Of(Pod("Failed", Made.Terminated(2)))!.Sentence);
        Assert.Null(PodTrouble.Of(Pod("Pending", Made.Waiting("ContainerCreating"))));
    }

    private static Pod Pod(string phase, params PodContainer[] containers) => Made.PodOf("api", "0") with { Phase = phase, Containers = [.. containers], Conditions = [] };

    private static Pod Deleted(Pod pod) => pod with { Id = pod.Id with { DeletedAt = Made.Noon } };

    private static PodContainer Init(PodContainer container) => container with { IsInit = true };
}
