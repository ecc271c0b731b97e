using System.Globalization;
using System.Text;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Exposition;

/// <summary>A target's metrics in Prometheus' text format.</summary>
internal static class ExpositionText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(SimTarget target, double t)
    {
        var text = new StringBuilder(8 * 1024);
        foreach (var (metric, series) in target.Families)
        {
            // A family that lost all its series is left out: a bare TYPE line would say that it is still there.
            if (series.All(s => s.Absent)) continue;
            text.Append("# HELP ").Append(metric.Name).Append(' ').Append(metric.Help).Append('\n');
            text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(metric.Type).Append('\n');
            foreach (var it in series.Where(s => !s.Absent))
                foreach (var line in it.Lines) Append(text, metric.Name, it.Labels.Text, line, line.Now(t));
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string labels, SampleLine line, double value)
    {
        text.Append(name).Append(line.Suffix);
        if (labels.Length > 0 || line.Le is not null)
        {
            text.Append('{').Append(labels);
            if (line.Le is not null) text.Append(labels.Length > 0 ? "," : "").Append("le=\"").Append(line.Le).Append('"');
            text.Append('}');
        }
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    public static string Number(double value) => Math.Abs(value - Math.Round(value)) < 1e-9 && Math.Abs(value) < 1e15
        ? ((long)Math.Round(value)).ToString(CultureInfo.InvariantCulture)
        : value.ToString("G10", CultureInfo.InvariantCulture);
}
