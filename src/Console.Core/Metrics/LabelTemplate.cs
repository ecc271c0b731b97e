using System.Text.RegularExpressions;

namespace OpsConsole.Metrics;

/// <summary>Text with the names of labels in braces: <c>{alertname} in {namespace}</c>.</summary>
internal static partial class LabelTemplate
{
    /// <summary>Fills it: <c>{pod}</c> becomes the label's value, or <c>(no pod)</c>.</summary>
    /// <param name="template">The text.</param>
    /// <param name="labels">The labels.</param>
    public static string Fill(string template, LabelSet labels) => Placeholder().Replace(template, match =>
        labels.TryGet(match.Groups[1].Value, out var value) && value.Length > 0 ? value : $"(no {match.Groups[1].Value})");

    /// <summary>Whether every brace is one around a label's name.</summary>
    /// <param name="template">The text.</param>
    public static bool IsWhole(string template) => Placeholder().Replace(template, string.Empty).IndexOfAny(['{', '}']) < 0;

    [GeneratedRegex(@"\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}")]
    private static partial Regex Placeholder();
}
