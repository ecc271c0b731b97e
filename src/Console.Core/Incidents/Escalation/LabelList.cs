using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Remediation;

namespace OpsConsole.Incidents;

/// <summary>Labels as a person types them: <c>alertname=X, system=billing, severity="critical"</c>.</summary>
public static class LabelList
{
    /// <summary>Reads them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The labels; or what is wrong with which of them.</returns>
    public static Result<LabelSet> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in MatcherList.Parts(text))
        {
            var read = Matcher.Parse(part.Trim());
            if (!read.IsOk)
            {
                return new Problem("alert", $"'{part.Trim()}' is no label: write alertname=X, with commas between several");
            }

            if (read.Value.Kind is not MatchKind.Equal)
            {
                return new Problem("alert", $"'{part.Trim()}' is a matcher: an alert has labels with one value each, as in alertname=X");
            }

            if (!labels.TryAdd(read.Value.Label, read.Value.Value))
            {
                return new Problem("alert", $"has two labels called {read.Value.Label}");
            }
        }

        return labels.ContainsKey("alertname") ? LabelSet.Of(labels) : new Problem("alert", "has no name: write alertname=X among its labels");
    }
}
