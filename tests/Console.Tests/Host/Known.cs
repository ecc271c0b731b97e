using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Overview;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Sources;
using OpsConsole.Systems;

namespace OpsConsole.Tests.Host;

/// <summary>Two systems of which everything is known: billing, which is in trouble when asked to be, and search, which is fine.</summary>
internal static class Known
{
    public static readonly LeaderElectionProfile Election = new(
        "pay", "billing-lock", "billing_leader", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 5, "Invoices are not sent");

    public static readonly ObjectiveProfile Availability = new(
        "availability", "Availability 99.9%", ObjectiveKind.Availability, 0.999, TimeSpan.FromDays(30), "bad", null, "total", false, "requests");

    public static readonly QueueProfile Invoices = new(
        "invoices", "Invoices", "items", "depth", null, null, null, null, null, null, 100, 1_000, null);

    public static readonly WorkloadProfile Api = new("Deployment", "pay", "billing-api", 3, 2, 6, "ready");

    public static SystemProfile Billing { get; } = new()
    {
        Id = "billing",
        Title = "Billing",
        About = "Sends invoices",
        Cluster = "east",
        Namespaces = ["pay"],
        ClaimsAlerts = ["system=\"billing\""],
        Leader = Election,
        Slos = [Availability],
        Queues = [Invoices],
        Workloads = [Api],
    };

    public static SystemProfile Search { get; } = new() { Id = "search", Title = "Search", ClaimsAlerts = ["system=\"search\""] };

    public static SystemCatalog Catalog { get; } = new([new(Billing, [], "billing.yaml"), new(Search, [], "search.yaml")], []);

    public static Alert Alert(
        string fingerprint = "00000000000000aa", string name = "BillingDown", string severity = "critical", string? system = "billing",
        AlertState state = AlertState.Firing, params (string Name, string Value)[] annotations) => new(
        fingerprint, LabelSet.Of(("alertname", name), ("severity", severity), ("system", system ?? "none")), LabelSet.Of(annotations), state,
        TimeProvider.System.GetUtcNow().AddMinutes(-7))
        {
            System = system,
            Origins = ["main"],
        };

    public static ErrorBudget Budget(BudgetHealth health, double? remaining, double? sli, double? rate, Severity? burning, string? problem = null) => new()
    {
        System = "billing",
        Objective = Availability,
        Health = health,
        Remaining = remaining,
        Sli = sli,
        Burning = burning,
        Problem = problem,
        BurnRates = rate is null ? [] : [new(TimeSpan.FromHours(1), rate * 0.001, rate, false), new(TimeSpan.FromMinutes(5), rate * 0.001, rate, false)],
        Exhaustion = burning is null ? null : TimeSpan.FromHours(6),
    };

    public static QueueStatus Queue(double? depth, Severity level, DrainOutlook outlook, double? net = null, string? problem = null) => new()
    {
        System = "billing",
        Profile = Invoices,
        Depth = depth,
        Level = level,
        Forecast = new(outlook, null, null, net, "in 9/s, out 2/s"),
        Problem = problem,
    };

    public static LeaderStatus Leader(LeaderState state, string? holder, string because) => new()
    {
        System = "billing",
        State = state,
        Holder = holder,
        Because = because,
        Since = TimeProvider.System.GetUtcNow().AddMinutes(-9),
    };

    public static SourceStatus Source(bool? reachable, string? error = null) => new()
    {
        Name = "main",
        Kind = SourceKind.Alertmanager,
        Address = "http://127.0.0.1:9093",
        Reachable = reachable,
        Error = error,
        FailingSince = error is null ? null : TimeProvider.System.GetUtcNow().AddMinutes(-3),
    };

    /// <summary>Everything is seen and nothing is wrong.</summary>
    public static void Fine(LiveState live)
    {
        live.Systems.Observed(Catalog);
        live.Alerts.Observed(AlertBoard.Empty);
        live.Leadership.Observed(new([Leader(LeaderState.Led, "billing-7c9f6d5b8-x2m4q", "it renews")]));
        live.Slo.Observed(new([Budget(BudgetHealth.Healthy, 0.87, 0.9998, 0.4, null)]));
        live.Queues.Observed(new([Queue(12, Severity.Info, DrainOutlook.Steady)]));
        live.Workloads.Observed(new([new("billing", Api, 3, null)]));
        live.Pods.Observed(new([]));
        live.Events.Observed(new([]));
        live.Nodes.Observed(new([]));
        live.Findings.Observed(new([], []));
        live.Sources.Observed(new([Source(true)], [], [], [], [], []));
        Compose(live);
    }

    /// <summary>Billing has no leader, burns its budget, and its queue grows.</summary>
    public static void InTrouble(LiveState live, params Alert[] alerts)
    {
        Fine(live);
        live.Alerts.Observed(new([.. alerts.DefaultIfEmpty(Alert(annotations: ("summary", "Nobody sends invoices")))], []));
        live.Leadership.Observed(new([Leader(LeaderState.Nobody, null, "the lease was released")]));
        live.Slo.Observed(new([Budget(BudgetHealth.Critical, 0.12, 0.9971, 14.4, Severity.Critical)]));
        live.Queues.Observed(new([Queue(1240, Severity.Critical, DrainOutlook.Growing, 7)]));
        Compose(live);
    }

    /// <summary>What the overview's own collector does.</summary>
    public static void Compose(LiveState live) => live.Overview.Observed(OverviewComposer.Compose(live, TimeProvider.System.GetUtcNow()));
}
