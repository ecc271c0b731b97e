using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class RolloutJudgeTests
{
    private static readonly Deployment Whole = Made.Deployment("api", 3);

    [Fact]
    public void All_updated_and_available_is_complete_without_words() => Assert.Equal((RolloutState.Complete, null), RolloutJudge.Judge(Whole, []));

    [Fact]
    public void The_generation_is_looked_at_first()
    {
        var late = Whole with { Generation = 5, Conditions = [Made.Condition("Progressing", "False", "ProgressDeadlineExceeded")] };
        Assert.Equal((RolloutState.Progressing, "its controller has not seen the last change yet"), RolloutJudge.Judge(late, []));
    }

    [Theory]
    [InlineData(4, 2, 4, "2 of 3 updated")]
    [InlineData(4, 3, 4, "1 of the old are still to go")]
    [InlineData(3, 3, 2, "2 of 3 updated are available")]
    public void A_deployment_says_what_is_lacking_in_kubectls_order(int current, int updated, int available, string words) => Assert.Equal(
        (RolloutState.Progressing, words), RolloutJudge.Judge(Whole with { Current = current, Updated = updated, Available = available }, []));

    [Fact]
    public void A_deadline_that_has_passed_is_stuck()
    {
        var late = Whole with { Updated = 1, Conditions = [Made.Condition("Progressing", "False", "ProgressDeadlineExceeded", "ReplicaSet \"api-2\" has timed out progressing.")] };
        Assert.Equal(
            (RolloutState.Stuck, "1 of 3 updated; its deadline for progress has passed: ReplicaSet \"api-2\" has timed out progressing."), RolloutJudge.Judge(late, []));
        Assert.Equal(RolloutState.Complete, RolloutJudge.Judge(late with { Updated = 3 }, []).State);
    }

    [Fact]
    public void Pods_that_cant_start_are_stuck_before_the_deadline()
    {
        Pod[] pods = [Made.PodOf("api", "0"), Made.PodOf("api", "1", Made.Waiting("ImagePullBackOff", "Back-off pulling image \"app:2\""))];
        Assert.Equal(
            (RolloutState.Stuck, "1 of 3 updated; 1 can't start: ImagePullBackOff: Back-off pulling image \"app:2\""), RolloutJudge.Judge(Whole with { Updated = 1 }, pods));
        Assert.Equal(RolloutState.Progressing, RolloutJudge.Judge(Whole with { Updated = 1 }, [Made.PodOf("api", "2", Made.Waiting("ContainerCreating"))]).State);
        Assert.Equal(RolloutState.Complete, RolloutJudge.Judge(Whole, pods).State);
    }

    [Fact]
    public void A_paused_one_is_paused_whatever_is_lacking()
    {
        Assert.Equal((RolloutState.Paused, "paused by a person"), RolloutJudge.Judge(Whole with { Paused = true }, []));
        Assert.Equal((RolloutState.Paused, "paused by a person: 1 of 3 updated"), RolloutJudge.Judge(Whole with { Paused = true, Updated = 1 }, []));
    }

    [Fact]
    public void A_stateful_set_waits_for_ready_pods_first_and_does_not_ask_for_available_ones()
    {
        var set = new StatefulSet { Id = Made.Id("db"), Desired = 3, Current = 3, Updated = 1, Ready = 2, Generation = 1, ObservedGeneration = 1 };
        Assert.Equal("2 of 3 ready", RolloutJudge.Judge(set, []).Words);
        Assert.Equal("1 of 3 updated", RolloutJudge.Judge(set with { Ready = 3 }, []).Words);
        Assert.Equal(RolloutState.Complete, RolloutJudge.Judge(set with { Ready = 3, Updated = 3 }, []).State);
    }

    [Fact]
    public void A_daemon_set_waits_for_updated_then_available_pods()
    {
        var set = new DaemonSet { Id = Made.Id("agent"), Desired = 3, Current = 3, Updated = 2, Available = 3, Generation = 1, ObservedGeneration = 1 };
        Assert.Equal("2 of 3 updated", RolloutJudge.Judge(set, []).Words);
        Assert.Equal("1 of 3 updated are available", RolloutJudge.Judge(set with { Updated = 3, Available = 1 }, []).Words);
    }
}
