using System.Diagnostics.Metrics;
using OpsConsole.Live;

namespace OpsConsole.Remediation;

/// <summary>Counts the actions that this replica saw to their end, and says how many wait for a second person.</summary>
internal sealed class ActionMetrics
{
    private readonly Counter<long> actions;

    public ActionMetrics(IMeterFactory meters, LiveState live)
    {
        var meter = meters.Create("OpsConsole");
        actions = meter.CreateCounter<long>("ops_console.actions", "{action}", "Guarded actions that are over, by what became of them.");
        meter.CreateObservableGauge("ops_console.approvals_waiting", () => live.Actions.Current.Value?.Waiting.Count() ?? 0, null, "Guarded actions that wait for a second person.");
    }

    /// <summary>One is over.</summary>
    /// <param name="kind">Which action.</param>
    /// <param name="end">How.</param>
    public void Over(string kind, RunEnd end) => actions.Add(1,
        KeyValuePair.Create<string, object?>("kind", kind), KeyValuePair.Create<string, object?>("outcome", (end.Outcome?.ToString() ?? end.State.ToString()).ToLowerInvariant()));
}
