using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Tests.Scenarios;

public sealed class ScenarioTests
{
    private readonly SimulatedFleet fleet = new();

    [Fact]
    public void Each_of_the_67_alerts_has_its_scenario()
    {
        var alerts = SimulatedFleet.Table("alerts.tsv").Select(r => $"{r[0]}/{r[1]}").ToList();
        Assert.Equal(67, alerts.Count);
        Assert.Empty(alerts.Except(fleet.Board.All.Where(s => s.Alert == s.Description.Name).Select(s => s.Id)));
    }

    [Fact]
    public void Every_scenario_changes_what_is_scraped_and_its_end_brings_the_quiet_back()
    {
        foreach (var scenario in fleet.Board.All)
        {
            fleet.Board.Start(scenario.System, scenario.Description.Name);
            fleet.Run(2);
            foreach (var effect in scenario.Description.Effects) Assert.True(Acts(effect), $"{scenario.Id}: an effect meets nothing");
            fleet.Board.Stop(scenario.System, scenario.Description.Name);
            fleet.Run(60);
        }
        Assert.DoesNotContain(fleet.World.Targets.SelectMany(t => t.Families).SelectMany(f => f.Series), s => s.Disturbance is not null);
        Assert.All(fleet.World.Workloads, w => Assert.Equal(w.Description.Replicas, w.Pods.Count(p => p.Ready)));
    }

    [Fact]
    public void Gone_means_absent_and_never_zero()
    {
        fleet.Board.Start("redis-gateway", "RedisGatewayDown");
        fleet.Run(2);
        Assert.Empty(fleet.Scrape("redis-gateway"));
        Assert.DoesNotContain(fleet.World.Targets, t => t.Job == "redis-gateway");
        Assert.DoesNotContain(fleet.Scrape("kubernetes-cadvisor").Keys, k => k.Contains("redis-system"));
        Assert.Equal(0, fleet.Sum("kube-state-metrics", "kube_deployment_status_replicas_available{deployment=\"redis-gateway\",namespace=\"redis-system\"}"));
        fleet.Board.Stop("redis-gateway", "RedisGatewayDown");
        fleet.Run(15);
        Assert.Equal(3, fleet.World.Targets.Count(t => t.Job == "redis-gateway"));
    }

    [Fact]
    public void A_pod_that_cannot_be_scheduled_is_pending_and_has_no_metrics()
    {
        fleet.Board.Start("plue", "PodNotReady");
        fleet.Run(30);
        Assert.Single(fleet.World.Targets, t => t.Job == "plue-web");
        Assert.Equal(1, fleet.Scrape("kube-state-metrics").Where(s => s.Key.Contains("kube_pod_status_phase") && s.Key.Contains("phase=\"Pending\"")).Sum(s => s.Value));
    }

    [Fact]
    public void A_failing_target_stays_known_but_does_not_answer()
    {
        fleet.Board.Start("novacron", "ApiPodHangs");
        fleet.Run(2);
        var targets = fleet.World.Targets.Where(t => t.Job == "novacron-api").ToList();
        Assert.Equal(3, targets.Count);
        Assert.Single(targets, t => fleet.World.Look(t.Job, t.Id, (_, _, fails) => fails ? "fails" : "answers") == "fails");
    }

    [Fact]
    public void Low_throughput_falls_below_fifty_runs_an_hour_and_the_quiet_hour_stays_well_above()
    {
        double Runs() => fleet.Sum("orchestrator-workers", "orchestrator_runs_total")!.Value;
        var begin = Runs();
        fleet.Run(3600);
        var quiet = Runs();
        fleet.Board.Start("ordinaut", "LowTaskThroughput");
        fleet.Run(3600);
        Assert.True(quiet - begin > 500);
        Assert.InRange(Runs() - quiet, 1, 49);
    }

    [Fact]
    public void A_scenario_starts_once_and_stops_once()
    {
        Assert.Equal(OpsConsole.Sandbox.Scenarios.ScenarioChange.Done, fleet.Board.Start("plue", "HighCPUUsage"));
        Assert.Equal(OpsConsole.Sandbox.Scenarios.ScenarioChange.AlreadySo, fleet.Board.Start("plue", "HighCPUUsage"));
        Assert.Equal("running", fleet.Board.List().Single(s => s.Id == "plue/HighCPUUsage").State);
        Assert.Equal("stopped", fleet.Board.List().Single(s => s.Id == "novacron/HighCPUUsage").State);
        Assert.Equal(1, fleet.Board.StopAll());
        Assert.Equal(OpsConsole.Sandbox.Scenarios.ScenarioChange.AlreadySo, fleet.Board.Stop("plue", "HighCPUUsage"));
        Assert.Equal(OpsConsole.Sandbox.Scenarios.ScenarioChange.Unknown, fleet.Board.Start("plue", "NoSuchThing"));
    }

    [Fact]
    public void A_description_with_a_mistake_says_file_and_line()
    {
        var folder = Directory.CreateTempSubdirectory("fleet");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "bad.yaml"), "system: x\nworkloadz: []\n");
            Assert.Contains("bad.yaml line 2", Assert.Throws<InvalidDataException>(() => FleetReader.Read(folder.FullName)).Message);
            File.WriteAllText(Path.Combine(folder.FullName, "bad.yaml"), "system: x\nscenarios: [{name: A, effects: [{metric: no_such_metric, value: 1}]}]\n");
            Assert.Contains("scenario x/A: no metric no_such_metric", Assert.Throws<InvalidDataException>(() => FleetReader.Read(folder.FullName)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private bool Acts(EffectDescription effect) => effect switch
    {
        { Metric.Length: > 0 } => fleet.World.Targets.SelectMany(t => t.Families).SelectMany(f => f.Series).Any(s => s.Disturbance?.Effect == effect),
        { Target.Length: > 0 } => fleet.World.Targets.Any(t => fleet.World.Look(t.Job, t.Id, (_, _, fails) => fails ? "" : null) is not null),
        _ => true,   // workloads are looked up by name when the description is read
    };
}
