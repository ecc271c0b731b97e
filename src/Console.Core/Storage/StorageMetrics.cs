using System.Diagnostics.Metrics;

namespace OpsConsole.Storage;

/// <summary>Counts the failures of the database, and says whether it answers.</summary>
internal sealed class StorageMetrics
{
    private readonly Counter<long> failures;

    public StorageMetrics(IMeterFactory meters, StorageState state)
    {
        var meter = meters.Create("OpsConsole");
        failures = meter.CreateCounter<long>("opsconsole.storage.failures", "{failure}", "Failures of the console's database, by kind.");
        meter.CreateObservableGauge("opsconsole.storage.up", () => state.Current.IsReady ? 1 : 0, null, "Whether the console's database does its work.");
    }

    public void Failed(StorageFault fault) => failures.Add(1, KeyValuePair.Create<string, object?>("fault", fault.ToString().ToLowerInvariant()));
}
