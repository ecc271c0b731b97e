using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Panels;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Boards;

/// <summary>The collectors against a real Prometheus that scrapes itself: what is asked together is understood as meant.</summary>
public sealed class RealBoardsTests(RealMonitoring real) : IClassFixture<RealMonitoring>, IAsyncDisposable
{
    private readonly TestUpstreams upstreams = TestUpstreams.OfPrometheus(real.Prometheus.Url);
    private readonly LiveState live = new(TimeProvider.System);

    private MetricSources Sources => new([upstreams.Prometheus]);

    public ValueTask DisposeAsync() => upstreams.DisposeAsync();

    [Fact]
    public async Task A_queue_is_read_with_its_own_figures_and_a_scalar_among_them()
    {
        var queue = new QueueProfile(
            "series", "Series", "series", "max(prometheus_tsdb_head_series)", "scalar(vector(1e9))", "time() - process_start_time_seconds", "vector(3) # why",
            "vector(0) / 0", null, "absent(up)", Warn: 0.8, Critical: null, OldestWarn: null);
        Profile(profile => profile with { Queues = [queue] });
        using var collector = new QueueCollector(live, Sources, Options.Create(new QueueOptions { Every = TimeSpan.FromSeconds(2) }), TimeProvider.System);
        var read = (await RunAsync(collector, live.Queues, board => board.Queues[0].Depth > 0)).Queues[0];

        Assert.Equal((1e9, 3, (double?)null), (read.Capacity, read.InRate, read.OutRate));
        Assert.InRange(read.Oldest!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Assert.Equal((null, Severity.Info, null), (read.Stuck, read.Level, read.Problem));
    }

    [Fact]
    public async Task Budgets_of_expressions_and_of_records_are_read()
    {
        var answered = Objective("answered", "0 * sum(increase(prometheus_http_requests_total[$window]))", "sum(increase(prometheus_http_requests_total[$window]))");
        var idle = Objective("idle", "0 * vector(1)", "0 * vector(1)");
        var wrong = Objective("wrong", "sum(rate(x[$window])", "vector(1)");
        Profile(profile => profile with { Slos = [answered, idle, wrong, answered with { Name = "recorded", Recorded = true }] });
        using var collector = new SloCollector(live, Sources, Options.Create(new SloOptions { ShortEvery = TimeSpan.FromSeconds(2), LongEvery = TimeSpan.FromSeconds(10) }), [], new SloWake(), TimeProvider.System);
        var budgets = (await RunAsync(collector, live.Slo, board => board.Budgets[0].Health is BudgetHealth.Healthy)).Budgets;

        Assert.Equal((1, 8), (budgets[0].Remaining, budgets[0].BurnRates.Length));
        Assert.Equal(BudgetHealth.NoTraffic, budgets[1].Health);
        Assert.Contains("parse error", budgets[2].Problem, StringComparison.Ordinal);
        Assert.Contains("is its recording rule loaded?", budgets[3].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_and_workloads_are_read()
    {
        var panel = new PanelProfile("Targets", string.Empty, [new PanelQuery("up", "{job}"), new PanelQuery("sum(up)", "all"), new PanelQuery("4", "four")], null, string.Empty);
        Profile(profile => profile with
        {
            Panels = [panel],
            Workloads = [Workload("""sum(up{job="self"})"""), Workload("""count(up{job="nobody"} == 1)""")],
        });
        var options = Options.Create(new PanelOptions { Every = TimeSpan.FromSeconds(10), Range = TimeSpan.FromMinutes(15) });
        using var desk = new PanelDesk(Sources, options, TimeProvider.System);
        using var panels = new PanelCollector(live, desk, options, TimeProvider.System);
        using var workloads = new WorkloadCollector(live, new WorkloadCollector.Readings(Sources, []), Options.Create(new WorkloadOptions { Every = TimeSpan.FromSeconds(2) }), TimeProvider.System);
        var ready = (await RunAsync(workloads, live.Workloads, board => board.Workloads[0].Ready is not null)).Workloads;
        var lines = (await RunAsync(panels, live.Panels, board => board.Panels[0].Lines.Length == 4)).Panels[0].Lines;

        Assert.Equal((1, null, "no series"), (ready[0].Ready, ready[1].Ready, ready[1].Problem));
        Assert.Equal(["all", "four", "gone", "self"], lines.Select(line => line.Legend).Order());
    }

    private static ObjectiveProfile Objective(string name, string bad, string total) =>
        new(name, name, ObjectiveKind.Availability, 0.99, TimeSpan.FromDays(30), bad, null, total, Recorded: false, "requests");

    private static WorkloadProfile Workload(string ready) => new("Service", string.Empty, "w", 1, 1, 1, ready);

    private void Profile(Func<SystemProfile, SystemProfile> with) =>
        live.Systems.Observed(new SystemCatalog([new LoadedSystem(with(BoardWorld.System("a")), [], "systems/a.yaml")], []));

    private static async Task<T> RunAsync<T>(Microsoft.Extensions.Hosting.BackgroundService collector, LiveSection<T> section, Func<T, bool> wanted)
        where T : class
    {
        await collector.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            return (await BoardWorld.UntilAsync(section, snapshot => snapshot.Value is { } value && wanted(value))).Value!;
        }
        finally
        {
            await collector.StopAsync(CancellationToken.None);
        }
    }
}
