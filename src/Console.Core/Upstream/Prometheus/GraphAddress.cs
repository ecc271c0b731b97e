using System.Globalization;
using System.Text;

namespace OpsConsole.Upstream.Prometheus;

/// <summary>The address of a Prometheus' own page that draws expressions; Prometheus 3 leads on from there to its new page.</summary>
internal static class GraphAddress
{
    /// <summary>Makes the address.</summary>
    /// <param name="pages">Where its pages are, ending in a slash.</param>
    /// <param name="expressions">The expressions, each a graph of its own.</param>
    /// <param name="length">How long the range is; to the minute.</param>
    /// <param name="to">Its end; null for now.</param>
    public static Uri Of(Uri pages, IReadOnlyList<string> expressions, TimeSpan length, DateTimeOffset? to)
    {
        var query = new StringBuilder();
        for (var i = 0; i < expressions.Count; i++)
        {
            query.Append(i == 0 ? '?' : '&').Append(CultureInfo.InvariantCulture, $"g{i}.expr={Uri.EscapeDataString(expressions[i].Trim())}&g{i}.tab=0")
                .Append(CultureInfo.InvariantCulture, $"&g{i}.range_input={Math.Max(1, (long)length.TotalMinutes)}m");
            if (to is { } end)
            {
                query.Append(CultureInfo.InvariantCulture, $"&g{i}.end_input={Uri.EscapeDataString(end.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))}");
            }
        }

        return new Uri(pages, $"graph{query}");
    }
}
