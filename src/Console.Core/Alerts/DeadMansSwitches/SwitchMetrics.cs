using System.Diagnostics.Metrics;

namespace OpsConsole.Alerts;

/// <summary>Says of each dead man's switch whether it is missing.</summary>
internal sealed class SwitchMetrics
{
    private volatile SwitchBoard? board;

    public SwitchMetrics(IMeterFactory meters) => meters.Create("OpsConsole").CreateObservableGauge(
        "opsconsole.dead_mans_switch.missing", Measure, null, "Whether an alert that always fires is missing, or nobody tells it: 1 means that alerts may not arrive.");

    public void Seen(SwitchBoard seen) => board = seen;

    private IEnumerable<Measurement<int>> Measure() => board?.Switches.Select(seen =>
        new Measurement<int>(seen.IsLapsed ? 1 : 0, KeyValuePair.Create<string, object?>("switch", seen.Switch.Name))) ?? [];
}
