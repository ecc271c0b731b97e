using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>What the metrics say of the workloads' ready replicas.</summary>
/// <param name="Figures">By system and workload; only those whose profile names a query.</param>
internal sealed record ReadyFigures(ImmutableDictionary<(string System, WorkloadProfile Workload), Figure> Figures)
{
    /// <summary>Nothing asked yet.</summary>
    public static ReadyFigures None { get; } = new(ImmutableDictionary<(string, WorkloadProfile), Figure>.Empty);

    /// <summary>Why no source answers at all; null when one does, or none was asked.</summary>
    public string? Silence => !Figures.IsEmpty && Figures.Values.All(figure => figure.Silent) ? Figures.Values.First().Problem ?? "no answer" : null;

    /// <summary>Asks: one request a system.</summary>
    /// <param name="queries">The sources.</param>
    /// <param name="catalog">The profiles.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<ReadyFigures> ReadAsync(MetricQueries queries, SystemCatalog catalog, CancellationToken cancellation)
    {
        var read = await Task.WhenAll(catalog.Systems.Select(system => ReadAsync(queries, system.Profile, cancellation))).ConfigureAwait(false);
        return new(read.SelectMany(figures => figures).ToImmutableDictionary());
    }

    private static async Task<IEnumerable<KeyValuePair<(string, WorkloadProfile), Figure>>> ReadAsync(
        MetricQueries queries, SystemProfile profile, CancellationToken cancellation)
    {
        var asked = profile.Workloads.Where(workload => workload.Ready is not null).Distinct().ToArray();
        var figures = await queries.FiguresAsync(profile.Metrics, [.. asked.Select(workload => workload.Ready!)], cancellation).ConfigureAwait(false);
        return asked.Zip(figures, (workload, figure) => KeyValuePair.Create((profile.Id, workload), figure));
    }
}
