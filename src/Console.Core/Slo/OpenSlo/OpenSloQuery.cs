using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>Makes of an OpenSLO query one that a profile can ask over windows of any length, with <c>$window</c> as its range.</summary>
internal static partial class OpenSloQuery
{
    /// <summary>Turns a query of counters.</summary>
    /// <param name="promql">The query: a selector, a sum of one, or an expression with ranges.</param>
    /// <param name="isCounter">Whether it counts up; else it goes up and down.</param>
    /// <returns>Events per second over <c>$window</c>; else what would be right.</returns>
    public static Result<string> PerSecond(string promql, bool isCounter)
    {
        var query = promql.Trim();
        if (Ranges(query) is { Count: > 0 } ranges)
        {
            return WithWindow(query, ranges);
        }

        if (!isCounter)
        {
            return $"avg_over_time(({query})[$window:1m])";
        }

        return Selector().IsMatch(query) ? $"sum(rate({query}[$window]))"
            : Sum().Match(query) is { Success: true } sum ? $"sum{sum.Groups["by"].Value}(rate({sum.Groups["selector"].Value.TrimEnd()}[$window]))"
            : new Problem(string.Empty, "must be a selector (name{label=\"value\"}), a sum of one, or have a range ([5m]): a counter is asked for its increase");
    }

    /// <summary>Whether a query leaves its range to whoever asks it.</summary>
    /// <param name="promql">The query.</param>
    public static bool HasOpenRange(string promql) => Ranges(promql).Any(range => !Duration().IsMatch(promql[range]));

    private static string WithWindow(string query, List<Range> ranges)
    {
        var text = new StringBuilder(query);
        foreach (var range in ranges.AsEnumerable().Reverse())
        {
            text.Remove(range.Start.Value, range.End.Value - range.Start.Value).Insert(range.Start.Value, "$window");
        }

        return text.ToString();
    }

    /// <summary>What stands between "[" and "]" (or the ":" of a subquery), outside quotes.</summary>
    private static List<Range> Ranges(string query)
    {
        var (ranges, quote, start) = (new List<Range>(), '\0', -1);
        for (var at = 0; at < query.Length; at++)
        {
            switch (query[at])
            {
                case '\\' when quote is '"' or '\'':
                    at++;
                    break;
                case '"' or '\'' or '`' when quote == '\0':
                    quote = query[at];
                    break;
                case var letter when letter == quote:
                    quote = '\0';
                    break;
                case '[' when quote == '\0':
                    start = at + 1;
                    break;
                case ']' or ':' when quote == '\0' && start >= 0:
                    ranges.Add(start..at);
                    start = -1;
                    break;
            }
        }

        return ranges;
    }

    private const string OneSelector = """[a-zA-Z_:][a-zA-Z0-9_:]*\s*(\{([^{}"'`]|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|`[^`]*`)*\})?""";

    [GeneratedRegex(@"\A" + OneSelector + @"\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\Asum(?<by>\s*(by|without)\s*\([\w\s,]*\)\s*)?\s*\(\s*(?<selector>" + OneSelector + @")\s*\)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Sum();

    [GeneratedRegex(@"\A\s*([0-9]+(ms|[smhdwy]))+\s*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Duration();
}
