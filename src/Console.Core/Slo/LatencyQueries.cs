using System.Globalization;
using System.Text.RegularExpressions;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>What is asked of a histogram where an objective says how fast is fast enough.</summary>
internal static partial class LatencyQueries
{
    /// <summary>Events per second that were too slow. Two sums of one scrape can disagree by an event, so never less than none.</summary>
    /// <param name="threshold">What is fast enough.</param>
    public static string Bad(LatencyThreshold threshold) =>
        $"clamp_min(\n  sum(rate({All(threshold)}[$window]))\n    - sum(rate({Fast(threshold)}[$window])),\n  0)";

    /// <summary>All events per second.</summary>
    /// <param name="threshold">What is fast enough.</param>
    public static string Total(LatencyThreshold threshold) => $"sum(rate({All(threshold)}[$window]))";

    /// <summary>The boundaries that the histogram has.</summary>
    /// <param name="threshold">What is fast enough.</param>
    public static string Boundaries(LatencyThreshold threshold) => $"group by (le) ({threshold.Histogram})";

    /// <summary>What is wrong with a selector of buckets; null when nothing is.</summary>
    /// <param name="selector">The selector.</param>
    public static string? WrongSelector(string selector) => selector switch
    {
        _ when !Selector().IsMatch(selector) => "is no plain selector: write the name of the buckets and their matchers, for example x_duration_seconds_bucket{job=\"x\"}",
        _ when Le().IsMatch(selector) => "must not say le: the boundary follows from the threshold",
        _ when !Buckets().IsMatch(selector) => "must name the buckets, which end in _bucket",
        _ => null,
    };

    /// <summary>Why nothing can be counted: the threshold is between two boundaries. Null when it is one, or when the histogram has no series.</summary>
    /// <param name="threshold">What is fast enough.</param>
    /// <param name="labels">The values of <c>le</c> that the histogram has.</param>
    public static string? WrongThreshold(LatencyThreshold threshold, IEnumerable<string> labels)
    {
        var wanted = threshold.Limit.TotalSeconds;
        var has = labels.Select(le => double.TryParse(le, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? bound : double.PositiveInfinity)
            .Distinct().Order().ToList();
        if (has.Count == 0 || has.Exists(bound => Math.Abs(bound - wanted) <= wanted * 1e-9))
        {
            return null;
        }

        var below = has.FindLast(bound => bound < wanted);
        var above = has.Find(bound => bound > wanted);
        var near = (below > 0, double.IsFinite(above) && above > 0) switch
        {
            (true, true) => $"the nearest are {Written(below)} and {Written(above)}",
            (true, _) => $"the longest is {Written(below)}",
            (_, true) => $"the shortest is {Written(above)}",
            _ => "it has none but +Inf",
        };
        return $"the threshold {Written(wanted)} is no bucket boundary of {threshold.Histogram}, so that nothing between two can be counted; {near}";
    }

    private static string All(LatencyThreshold threshold) => With(threshold.Histogram, "le=\"+Inf\"");

    // A Python client writes 5 s as 5.0, a Go client as 5.
    private static string Fast(LatencyThreshold threshold)
    {
        var bound = threshold.Limit.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture);
        return With(threshold.Histogram, bound.Contains('.', StringComparison.Ordinal) ? $"le=\"{bound}\"" : $"le=~\"{bound}|{bound}[.]0\"");
    }

    private static string With(string selector, string matcher)
    {
        var open = selector.IndexOf('{', StringComparison.Ordinal);
        var inside = open < 0 ? string.Empty : selector[(open + 1)..selector.LastIndexOf('}')].Trim().TrimEnd(',');
        return $"{(open < 0 ? selector : selector[..open]).Trim()}{{{inside}{(inside.Length > 0 ? "," : string.Empty)}{matcher}}}";
    }

    private static string Written(double seconds) => seconds < 1
        ? $"{(seconds * 1000).ToString("0.###", CultureInfo.InvariantCulture)} ms"
        : $"{seconds.ToString("0.###", CultureInfo.InvariantCulture)} s";

    [GeneratedRegex("""^\s*[a-zA-Z_:][a-zA-Z0-9_:]*\s*(\{([^{}"]|"([^"\\]|\\.)*")*\}\s*)?$""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex("""[{,]\s*le\s*[=!]""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Le();

    [GeneratedRegex("""^\s*[a-zA-Z0-9_:]*_bucket\b""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Buckets();
}
