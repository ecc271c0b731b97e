using System.Diagnostics.Metrics;
using OpsConsole.Live;

namespace OpsConsole.Incidents;

/// <summary>Says how many incidents go on, by class.</summary>
internal sealed class IncidentMetrics
{
    public IncidentMetrics(IMeterFactory meters, LiveState live) => meters.Create("OpsConsole").CreateObservableGauge(
        "opsconsole.incidents.open", () => Open(live), null, "Incidents that go on, by severity class; the same on every replica.");

    private static IEnumerable<Measurement<int>> Open(LiveState live) => live.Incidents.Current.Value is not { } board ? []
        : Enumerable.Range(0, IncidentLimits.LastClass + 1).Select(@class => new Measurement<int>(
            board.Open.Count(one => one.Incident.Class == @class), KeyValuePair.Create<string, object?>("class", @class)));
}
