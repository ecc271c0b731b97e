using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Writes a description as kubectl lays it out: a name, its value beside it, what belongs to it indented.</summary>
internal sealed class DescriptionPen
{
    private const int Column = 18;
    private readonly List<string> lines = [];

    /// <summary>What is written.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>A name and a value.</summary>
    /// <param name="depth">How deep it is indented.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null or empty for none.</param>
    public void Field(int depth, string name, string? value) =>
        lines.Add($"{Indent(depth)}{$"{name}:".PadRight(Math.Max(Column - (2 * depth), name.Length + 2))}{(string.IsNullOrEmpty(value) ? "<none>" : value)}");

    /// <summary>A name with what is indented below it.</summary>
    /// <param name="depth">How deep it is indented.</param>
    /// <param name="name">The name.</param>
    public void Heading(int depth, string name) => lines.Add($"{Indent(depth)}{name}:");

    /// <summary>A line as it is.</summary>
    /// <param name="depth">How deep it is indented.</param>
    /// <param name="text">The line.</param>
    public void Line(int depth, string text) => lines.Add($"{Indent(depth)}{text}");

    /// <summary>Labels, one a line.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="between">What stands between name and value.</param>
    public void Labels(string name, IEnumerable<KeyValuePair<string, JsonNode?>> labels, string between)
    {
        var all = labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}{between}{label.Value}").ToList();
        Field(0, name, all.Count == 0 ? null : all[0]);
        lines.AddRange(all.Skip(1).Select(label => new string(' ', Column) + label));
    }

    /// <summary>A table.</summary>
    /// <param name="depth">How deep it is indented.</param>
    /// <param name="headings">The headings.</param>
    /// <param name="rows">The rows.</param>
    public void Table(int depth, ImmutableArray<string> headings, IEnumerable<ImmutableArray<string>> rows)
    {
        ImmutableArray<ImmutableArray<string>> all = [headings, [.. headings.Select(heading => new string('-', heading.Length))], .. rows];
        var widths = headings.Select((_, at) => all.Max(row => row[at].Length)).ToList();
        lines.AddRange(all.Select(row => Indent(depth) + string.Concat(row.Select((cell, at) => cell.PadRight(widths[at] + 2))).TrimEnd()));
    }

    /// <summary>Everything that a field holds, names written for people.</summary>
    /// <param name="depth">How deep it is indented.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="node">What it holds.</param>
    public void Tree(int depth, string name, JsonNode? node)
    {
        if (depth > 12)
        {
            return;
        }

        switch (node)
        {
            case JsonObject @object:
                Heading(depth, Words(name));
                foreach (var (field, value) in @object.OrderBy(it => it.Key, StringComparer.Ordinal))
                {
                    Tree(depth + 1, field, value);
                }

                break;
            case JsonArray list when list.All(item => item is JsonValue):
                Field(depth, Words(name), string.Join(", ", list.Select(item => $"{item}")));
                break;
            case JsonArray list:
                Heading(depth, Words(name));
                foreach (var field in list.OfType<JsonObject>().SelectMany(item => item.OrderBy(it => it.Key, StringComparer.Ordinal)))
                {
                    Tree(depth + 1, field.Key, field.Value);
                }

                break;
            default:
                Field(depth, Words(name), node?.ToString());
                break;
        }
    }

    /// <summary>A time as kubectl describes it.</summary>
    /// <param name="at">The time.</param>
    public static string? Time(DateTimeOffset? at) => at?.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    /// <summary>Field names as people write them: <c>holderIdentity</c> is <c>Holder Identity</c>; labels stay what they are.</summary>
    private static string Words(string name) => name.Length == 0 || !name.All(char.IsAsciiLetterOrDigit) ? name
        : string.Concat(name.Select((letter, at) => at == 0 ? char.ToUpperInvariant(letter).ToString()
            : char.IsAsciiLetterUpper(letter) && !char.IsAsciiLetterUpper(name[at - 1]) ? $" {letter}" : letter.ToString()));

    private static string Indent(int depth) => new(' ', 2 * depth);
}
