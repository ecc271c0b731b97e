using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Runbooks;

/// <summary>
/// What the templates of a runbook are filled from: the alert at hand and its profile. A walkthrough keeps it, so that its text stays the same when the alert is over.
/// </summary>
/// <param name="Values">By name: <c>labels.namespace</c>, <c>annotations.summary</c>, <c>alert.name</c>, <c>system.title</c>. Values are untrusted.</param>
/// <param name="HasAlert">Whether there is an alert: without one, labels stand for themselves.</param>
public sealed record RunbookScene(ImmutableSortedDictionary<string, string> Values, bool HasAlert)
{
    /// <summary>A scene that knows nothing: a runbook that is read freely.</summary>
    public static RunbookScene Nothing { get; } = new(ImmutableSortedDictionary<string, string>.Empty, false);

    /// <summary>Whether another fills everything in the same way.</summary>
    /// <param name="other">The other.</param>
    public bool IsSameAs(RunbookScene other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return HasAlert == other.HasAlert && Values.SequenceEqual(other.Values);
    }
}

/// <summary>A text with places to fill: <c>{{ labels.pod }}</c>.</summary>
public static partial class Template
{
    /// <summary>The parts of a text: literal text, and names of what is to be filled in.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<TemplatePart> Parts(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = 0;
        foreach (Match match in Place().Matches(text))
        {
            if (match.Index > at)
            {
                yield return new TemplatePart(text[at..match.Index], false);
            }

            yield return new TemplatePart(match.Groups[1].Value, true);
            at = match.Index + match.Length;
        }

        if (at < text.Length)
        {
            yield return new TemplatePart(text[at..], false);
        }
    }

    /// <summary>Fills a text with plain values. What is filled in is not looked at again.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scene">The values.</param>
    /// <param name="write">How a value is written in this place; null: as it is.</param>
    public static FilledText Fill(string text, RunbookScene scene, Func<string, string>? write = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var filled = new StringBuilder();
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var part in Parts(text))
        {
            if (!part.IsName)
            {
                filled.Append(part.Text);
            }
            else if (scene.Values.TryGetValue(part.Text, out var value))
            {
                filled.Append(write is null ? value : write(value));
            }
            else
            {
                missing.Add(part.Text);
                filled.Append("{{ ").Append(part.Text).Append(" }}");
            }
        }

        return new FilledText(filled.ToString(), missing.ToImmutable());
    }

    [GeneratedRegex(@"\{\{\s*((?:labels|annotations|alert|system)\.[A-Za-z_][A-Za-z0-9_]*)\s*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}

/// <summary>A part of a text with places.</summary>
/// <param name="Text">The text, or the name of what is to be filled in.</param>
/// <param name="IsName">Whether it is such a name.</param>
public readonly record struct TemplatePart(string Text, bool IsName);

/// <summary>A filled text.</summary>
/// <param name="Text">The text; what was missing still stands in it as a place.</param>
/// <param name="Missing">The names that nothing was known of.</param>
public sealed record FilledText(string Text, ImmutableArray<string> Missing);
