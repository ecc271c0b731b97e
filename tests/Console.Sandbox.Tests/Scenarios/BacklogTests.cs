using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Scenarios;

namespace OpsConsole.Sandbox.Tests.Scenarios;

public sealed class BacklogTests
{
    private const double Threshold = 1000;
    private readonly SimulatedFleet fleet = new();

    private double Depth => fleet.Sum("orchestrator-api", "orchestrator_due_work_queue_depth{priority=\"all\"}")!.Value;

    private string State => fleet.Board.List().Single(row => row.Id == "ordinaut/HighQueueDepth").State;

    [Fact]
    public void The_usual_workers_fall_behind_slowly()
    {
        Start();
        fleet.Run(5);
        var begin = Depth;
        fleet.Run(600);
        Assert.InRange(begin, 1200, 1300);
        Assert.InRange(Depth - begin, 250, 350);
        Assert.Equal("running", State);
    }

    [Fact]
    public void More_workers_drain_the_queue_within_minutes_and_what_was_drained_stays_so_when_they_are_taken_back()
    {
        var usual = Depth;
        Start();
        fleet.Run(60);
        fleet.Scale("ordinaut", "worker", 5);
        Assert.InRange(fleet.SecondsUntil(() => Depth < Threshold, 600), 60, 180);
        fleet.SecondsUntil(() => State == "stopped", 900);
        fleet.Scale("ordinaut", "worker", 3);
        fleet.Run(900);
        Assert.InRange(Depth, usual / 2, usual * 2);
        Assert.Equal(ScenarioChange.AlreadySo, fleet.Board.Stop("ordinaut", "HighQueueDepth"));
        Start();
        fleet.Run(2);
        Assert.InRange(Depth, 1200, 1300);
    }

    [Fact]
    public void Only_workers_that_are_ready_work()
    {
        Start();
        fleet.Scale("ordinaut", "worker", 1);
        fleet.Run(20);
        var before = Depth;
        fleet.Run(100);
        Assert.InRange(Depth - before, 330, 370);
    }

    [Fact]
    public void The_workers_are_pods_with_a_heartbeat_each_at_its_own_pace()
    {
        double Beats() => fleet.Sum("orchestrator-workers", "orchestrator_worker_heartbeat_total")!.Value;
        double InAMinute()
        {
            var before = Beats();
            fleet.Run(60);
            return Beats() - before;
        }

        Assert.InRange(InAMinute(), 13, 17);
        fleet.Scale("ordinaut", "worker", 6);
        fleet.Run(20);
        Assert.InRange(InAMinute(), 28, 32);
        Assert.Equal(fleet.ReadyPods("ordinaut", "worker").Select(pod => pod.Key.Name).Order(),
            fleet.World.Targets.Where(t => t.Job == "orchestrator-workers").Select(t => t.Labels["pod"]).Order());
    }

    [Theory]
    [InlineData("value: 9, drainedBy: {workload: none, perReplica: 1}", "drainedBy: no workload none")]
    [InlineData("value: 9, drainedBy: {workload: w, perReplica: 0}", "drainedBy: perReplica is 0; it must be above 0")]
    [InlineData("drainedBy: {workload: w, perReplica: 1}", "drainedBy: needs a value above 0")]
    [InlineData("value: 9, drainedBy: {workload: w}", "drainedBy: perReplica is 0")]
    public void A_mistake_in_what_drains_is_told(string effect, string told) => Assert.Contains(told, Refusal("depth", effect), StringComparison.Ordinal);

    [Fact]
    public void A_counter_is_not_drained() =>
        Assert.Contains("drains gauges, and counted is none", Refusal("counted", "value: 9, drainedBy: {workload: w, perReplica: 1}"), StringComparison.Ordinal);

    private static string Refusal(string metric, string effect)
    {
        var folder = Directory.CreateTempSubdirectory("fleet");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "x.yaml"), $$"""
                system: x
                workloads: [{name: w, namespace: w}]
                targets: [{job: j, instances: [a], metrics: [{name: depth, series: [{value: 1}]}, {name: counted, type: counter, series: [{rate: 1}]}]}]
                scenarios: [{name: A, effects: [{metric: {{metric}}, {{effect}}}]}]
                """);
            return Assert.Throws<InvalidDataException>(() => FleetReader.Read(folder.FullName)).Message;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Start() => Assert.Equal(ScenarioChange.Done, fleet.Board.Start("ordinaut", "HighQueueDepth"));
}
