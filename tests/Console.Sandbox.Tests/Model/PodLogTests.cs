using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Tests.Model;

public sealed class PodLogTests
{
    private readonly SimulatedFleet fleet = new();

    private PodLogs Logs => new(fleet.World);

    [Fact]
    public void The_same_question_has_the_same_answer_and_parts_make_up_the_whole()
    {
        fleet.Run(60);
        var to = fleet.Clock.GetUtcNow();
        var pod = Pod("api");
        var whole = Logs.Between("plue", pod, "api", to.AddMinutes(-30), to);
        Assert.True(whole.Count > 300, $"{whole.Count} lines");
        Assert.Equal(whole.OrderBy(l => l.At), whole);
        fleet.Run(60);
        Assert.Equal(whole, Logs.Between("plue", pod, "api", to.AddMinutes(-30), to.AddMinutes(-9)).Concat(Logs.Between("plue", pod, "api", to.AddMinutes(-9), to)));
    }

    [Fact]
    public void Two_pods_write_different_lines_and_no_placeholder_is_left()
    {
        var to = fleet.Clock.GetUtcNow();
        foreach (var workload in fleet.World.Workloads)
        {
            var written = workload.Pods.Select(p => Logs.Between(workload.Description.Namespace, p.Name, workload.Description.Container, to.AddHours(-3), to)).ToList();
            Assert.All(written, lines => Assert.NotEmpty(lines));
            Assert.Equal(written.Count, written.Select(lines => string.Join('\n', lines.Select(l => l.Text))).Distinct().Count());
            Assert.DoesNotContain(written.SelectMany(l => l), l => l.Text.Contains("{at}") || l.Text.Contains("{n:") || l.Text.Contains("{one:") || l.Text.Contains("{id}"));
        }
    }

    [Fact]
    public void Only_the_leader_reconciles_and_a_hand_over_is_told_by_both()
    {
        var (old, to) = (fleet.Holder!, fleet.World.Workloads.Single(w => w.Plan is not null).Pods.First(p => p.Name != fleet.Holder).Name);
        fleet.Run(60);
        var moved = fleet.Clock.GetUtcNow();
        fleet.World.Move(SimulatedFleet.Lease, to);
        fleet.Run(120);
        var now = fleet.Clock.GetUtcNow();
        Assert.Contains(Lines(old, moved.AddMinutes(-1), moved), l => l.Contains("rynxs.reconcile"));
        Assert.DoesNotContain(Lines(to, moved.AddMinutes(-1), moved), l => l.Contains("rynxs.reconcile"));
        Assert.Contains(Lines(old, moved, now), l => l.Contains("lost lease rynxs-operator-leader"));
        Assert.Contains(Lines(to, moved, now), l => l.Contains("acquired lease rynxs-operator-leader"));
        Assert.DoesNotContain(Lines(old, moved.AddSeconds(5), now), l => l.Contains("rynxs.reconcile"));
    }

    [Fact]
    public void A_crash_ends_a_run_with_its_reason_and_the_next_begins_with_a_start()
    {
        fleet.Board.Start("plue", "PodCrashLooping");
        fleet.Run(150);
        var pod = fleet.World.Workloads.Single(w => w.Description.Name == "api").Pods.Single(p => p.Restarts > 0);
        var last = pod.Ends[^1];
        var lines = Logs.Between("plue", pod.Name, "api", UnixTime.At(last.StartedAt), UnixTime.At(last.FinishedAt));
        Assert.Contains("Running PlueWeb.Endpoint", lines[0].Text);
        Assert.Contains("SECRET_KEY_BASE is missing", lines[^2].Text);
    }

    [Fact]
    public void A_scenario_s_errors_are_written_while_it_runs()
    {
        fleet.Board.Start("novacron", "HighErrorRate");
        var from = fleet.Clock.GetUtcNow();
        fleet.Run(30);
        fleet.Board.StopAll();
        var stopped = fleet.Clock.GetUtcNow();
        fleet.Run(30);
        bool Failing(DateTimeOffset a, DateTimeOffset b) => Logs.Between("novacron", Pod("novacron-api"), "api", a, b).Any(l => l.Text.Contains("\"status\":500"));
        Assert.True(Failing(from, stopped));
        Assert.False(Failing(from.AddMinutes(-5), from) || Failing(stopped, stopped.AddSeconds(30)));
    }

    [Fact]
    public void Nobody_writes_in_a_container_that_is_not_there()
    {
        var to = fleet.Clock.GetUtcNow();
        Assert.Empty(Logs.Between("plue", "no-such", "api", to.AddHours(-1), to));
        Assert.Empty(Logs.Between("plue", Pod("api"), "no-such", to.AddHours(-1), to));
    }

    private List<string> Lines(string pod, DateTimeOffset from, DateTimeOffset to) =>
        [.. Logs.Between("rynxs", pod, "operator", from, to).Select(l => l.Text)];

    private string Pod(string workload) => fleet.World.Workloads.Single(w => w.Description.Name == workload).Pods[0].Name;
}
