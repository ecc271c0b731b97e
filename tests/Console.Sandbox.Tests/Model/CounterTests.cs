using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Tests.Model;

public sealed class CounterTests
{
    [Fact]
    public void A_counter_never_falls_whatever_scenarios_do_to_it()
    {
        // What moves pods is left out: a restart does take a counter back to zero.
        var names = new[] { "RedisGatewayHighErrorRate", "RedisGatewaySLOBurnRateHigh", "RedisGatewayHighLatency", "RedisConnectionFailure" };
        var step = Gen.Two(Gen.Choose(0, names.Length)).Select(two => (Scenario: two.Item1, Seconds: 0.1 + (3.7 * two.Item2)));
        Prop.ForAll(Gen.ArrayOf(step).ToArbitrary(), steps =>
        {
            var fleet = new SimulatedFleet();
            var before = Counters(fleet);
            foreach (var (scenario, seconds) in steps)
            {
                if (scenario == names.Length) fleet.Board.StopAll();
                else if (fleet.Board.Start("redis-gateway", names[scenario]) != OpsConsole.Sandbox.Scenarios.ScenarioChange.Done)
                    fleet.Board.Stop("redis-gateway", names[scenario]);
                fleet.Run(seconds);
                var after = Counters(fleet);
                foreach (var (sample, value) in before) Assert.True(after[sample] >= value, $"{sample} fell from {value} to {after[sample]}");
                before = after;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Fact]
    public void Buckets_never_cross()
    {
        var fleet = new SimulatedFleet();
        fleet.Board.Start("ordinaut", "HighAPILatency");
        fleet.Run(90);
        var histograms = fleet.Scrape("orchestrator-api").Where(s => s.Key.Contains("_bucket{")).GroupBy(s => s.Key[..s.Key.IndexOf(",le=", StringComparison.Ordinal)]);
        foreach (var histogram in histograms) Assert.Equal(histogram.Select(s => s.Value).Order(), histogram.Select(s => s.Value));
    }

    [Fact]
    public void A_restarted_container_counts_from_zero_again()
    {
        var fleet = new SimulatedFleet();
        var before = fleet.Sum("plue-electric", "http_requests_total");
        fleet.Board.Start("plue", "PodFrequentRestarts");
        fleet.Run(2);
        Assert.True(fleet.Sum("plue-electric", "http_requests_total") < before / 1000);
        Assert.Equal(1, fleet.Sum("kube-state-metrics", RestartsOf(fleet)));
        fleet.Run(40);
        Assert.InRange(fleet.Sum("kube-state-metrics", RestartsOf(fleet))!.Value, 3, 4);
    }

    [Fact]
    public void A_signal_is_the_derivative_of_its_integral()
    {
        var signal = new Signal(12, 0.4, 0.1, "seed");
        Prop.ForAll(Gen.Choose(0, 86_400).ToArbitrary(), seconds =>
        {
            var t = 1_780_000_000.0 + seconds;
            Assert.Equal(signal.At(t), signal.Integral(t - 0.5, t + 0.5), tolerance: 0.0005);
            Assert.True(signal.At(t) > 0);
        }).QuickCheckThrowOnFailure();
    }

    private static string RestartsOf(SimulatedFleet fleet)
    {
        var pod = fleet.World.Workloads.Single(w => w.Description.Name == "electric").Pods.Single();
        return $"kube_pod_container_status_restarts_total{{container=\"electric\",namespace=\"plue\",pod=\"{pod.Name}\"}}";
    }

    private static Dictionary<string, double> Counters(SimulatedFleet fleet) => fleet.Scrape("redis-gateway")
        .Where(s => s.Key.Contains("_total") || s.Key.Contains("_bucket") || s.Key.Contains("_count") || s.Key.Contains("_sum"))
        .ToDictionary();
}
