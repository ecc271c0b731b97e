using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

internal sealed record MetricFamily(MetricDescription Metric, IReadOnlyList<Series> Series);

/// <summary>Something Prometheus discovers and scrapes.</summary>
internal sealed record SimTarget(string Job, string Id, IReadOnlyDictionary<string, string> Labels, Pod? Pod, IReadOnlyList<MetricFamily> Families)
{
    public string Path => $"/metrics/{Job}/{Id}";
}
