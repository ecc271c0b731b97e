using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OpsConsole.Telemetry;

/// <summary>Listens to the meters that say something about the console and keeps their sums for /metrics.</summary>
internal sealed class MetricsPage : IDisposable
{
    // All meters of the runtime and the framework are 160 lines; these answer "is the console well".
    private static readonly string[] Meters =
        ["OpsConsole.Upstream", "OpsConsole", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Components.Server.Circuits"];

    private readonly ConcurrentDictionary<Instrument, Family> families = new();
    private readonly MeterListener listener = new();

    /// <summary>Begins to listen.</summary>
    public MetricsPage()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
            {
                families.TryAdd(instrument, new Family(instrument));
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => families[instrument].Record(value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => families[instrument].Record(value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => families[instrument].Record(value, tags));
        listener.Start();
    }

    /// <summary>Writes everything in the text format of Prometheus, 0.0.4.</summary>
    /// <param name="output">Where to.</param>
    public void Write(TextWriter output)
    {
        listener.RecordObservableInstruments();
        foreach (var family in families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            family.Write(output);
        }

        ProcessMetrics.Write(output);
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
