using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace OpsConsole.Telemetry;

/// <summary>One metric of /metrics with all its series.</summary>
internal sealed class Family
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    // Tags come from our own code and routes, but a bound is cheaper than an incident.
    private const int MostSeries = 1_000;

    private readonly Instrument instrument;
    private readonly ConcurrentDictionary<string, Sums> series = new(StringComparer.Ordinal);

    public Family(Instrument instrument)
    {
        this.instrument = instrument;
        var type = instrument.GetType().Name;
        Kind = type.StartsWith("Histogram", StringComparison.Ordinal) ? FamilyKind.Histogram
            : type.StartsWith("Counter", StringComparison.Ordinal) ? FamilyKind.Counter
            : type.StartsWith("UpDownCounter", StringComparison.Ordinal) ? FamilyKind.Sum
            : type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? FamilyKind.ObservedCounter
            : FamilyKind.Gauge;
        Name = NameOf(instrument.Name) + (instrument.Unit == "s" ? "_seconds" : string.Empty)
            + (Kind is FamilyKind.Counter or FamilyKind.ObservedCounter ? "_total" : string.Empty);
    }

    private enum FamilyKind
    {
        Counter,
        ObservedCounter,
        Sum,
        Gauge,
        Histogram,
    }

    public string Name { get; }

    private FamilyKind Kind { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        if (series.Count < MostSeries || series.ContainsKey(labels))
        {
            series.GetOrAdd(labels, _ => new Sums(Bounds.Length)).Record(value, Kind is FamilyKind.Gauge or FamilyKind.ObservedCounter, Bounds);
        }
    }

    public void Write(TextWriter output)
    {
        var type = Kind switch { FamilyKind.Counter or FamilyKind.ObservedCounter => "counter", FamilyKind.Histogram => "histogram", _ => "gauge" };
        output.Write($"# HELP {Name} {(instrument.Description ?? instrument.Name).ReplaceLineEndings(" ")}\n# TYPE {Name} {type}\n");
        foreach (var (labels, sums) in series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (Kind is FamilyKind.Histogram)
            {
                WriteHistogram(output, labels, sums);
            }
            else
            {
                output.Write($"{Name}{Braced(labels)} {Number(sums.Sum)}\n");
            }
        }
    }

    private void WriteHistogram(TextWriter output, string labels, Sums sums)
    {
        var separator = labels.Length > 0 ? "," : string.Empty;
        var (counts, count, sum) = sums.Read();
        for (var i = 0; i < Bounds.Length; i++)
        {
            output.Write($"{Name}_bucket{{{labels}{separator}le=\"{Number(Bounds[i])}\"}} {counts[i]}\n");
        }

        output.Write($"{Name}_bucket{{{labels}{separator}le=\"+Inf\"}} {count}\n{Name}_sum{Braced(labels)} {Number(sum)}\n{Name}_count{Braced(labels)} {count}\n");
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length > 0 ? "," : string.Empty).Append(NameOf(name)).Append("=\"")
                .Append((Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty).Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }

        return text.ToString();
    }

    private static string NameOf(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Braced(string labels) => labels.Length == 0 ? string.Empty : $"{{{labels}}}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
