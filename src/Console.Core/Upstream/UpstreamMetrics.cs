using System.Diagnostics.Metrics;

namespace OpsConsole.Upstream;

/// <summary>Counts and times the requests to the upstreams.</summary>
internal sealed class UpstreamMetrics
{
    public const string MeterName = "OpsConsole.Upstream";
    private readonly Counter<long> requests;
    private readonly Histogram<double> durations;

    public UpstreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        requests = meter.CreateCounter<long>("opsconsole.upstream.requests", "{request}", "Requests to upstreams, by source and outcome.");
        durations = meter.CreateHistogram<double>("opsconsole.upstream.duration", "s", "Time of a request to an upstream, body included.");
    }

    /// <param name="source">The source.</param>
    /// <param name="fault">The failure; null for success.</param>
    /// <param name="took">How long it took.</param>
    public void Asked(SourceIdentity source, UpstreamFault? fault, TimeSpan took)
    {
        var kind = KeyValuePair.Create<string, object?>("kind", Word(source.Kind.ToString()));
        var name = KeyValuePair.Create<string, object?>("source", source.Name);
        requests.Add(1, kind, name, KeyValuePair.Create<string, object?>("outcome", fault is { } it ? Word(it.ToString()) : "ok"));
        durations.Record(took.TotalSeconds, kind, name);
    }

    private static string Word(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
