using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>Several matchers or labels in one text, with commas between them and perhaps braces around them.</summary>
public static class LabelText
{
    private const int MostLabels = 64;
    private const int LongestValue = 1_000;

    /// <summary>Takes a text apart at its commas, but for those in quotes; the parts are not looked at.</summary>
    /// <param name="text">The text.</param>
    public static ImmutableArray<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var inner = text.Trim();
        inner = inner.StartsWith('{') && inner.EndsWith('}') ? inner[1..^1] : inner;
        var parts = ImmutableArray.CreateBuilder<string>();
        var (from, isQuoted) = (0, false);
        for (var i = 0; i < inner.Length; i++)
        {
            switch (inner[i])
            {
                case '\\' when isQuoted:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' or '\n' when !isQuoted:
                    parts.Add(inner[from..i]);
                    from = i + 1;
                    break;
            }
        }

        parts.Add(inner[Math.Min(from, inner.Length)..]);
        return [.. parts.Select(part => part.Trim()).Where(part => part.Length > 0)];
    }

    /// <summary>Reads labels: <c>alertname="X", severity=critical</c>, also one a line.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The labels, or which of them is wrong.</returns>
    public static Result<LabelSet> ReadLabels(string text)
    {
        var parts = Split(text);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var read = Matcher.Parse(part);
            if (!read.IsOk)
            {
                problems.Add(new Problem("labels", $"{Short(part)}: {read.Problems[0].What}"));
            }
            else if (read.Value.Kind is not MatchKind.Equal)
            {
                problems.Add(new Problem("labels", $"{Short(part)}: a label has one value: {read.Value.Label}=\"value\""));
            }
            else if (read.Value.Value.Length > LongestValue)
            {
                problems.Add(new Problem("labels", $"{read.Value.Label}: its value may have at most {LongestValue} characters"));
            }
            else if (!labels.TryAdd(read.Value.Label, read.Value.Value))
            {
                problems.Add(new Problem("labels", $"{read.Value.Label} is written twice"));
            }
        }

        problems.AddRange(Problem.All(Problem.When(parts.Length > MostLabels, "labels", $"at most {MostLabels} labels")));
        return problems.Count > 0 ? problems.ToImmutable() : LabelSet.Of(labels);
    }

    /// <summary>Writes labels so that <see cref="ReadLabels"/> reads them.</summary>
    /// <param name="labels">The labels.</param>
    public static string WriteLabels(LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return string.Join(", ", labels.Select(label => $"{label.Key}={MatcherSyntax.Quote(label.Value)}"));
    }

    private static string Short(string part) => part.Length <= 60 ? part : $"{part[..60]}…";
}
