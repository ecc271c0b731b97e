using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Markdig.Syntax;
using OpsConsole.Systems;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Runbooks;

/// <summary>Reads the fenced blocks that come alive or are to copy.</summary>
/// <param name="wrong">Where to say what is wrong, with the line.</param>
internal sealed class BlockReader(Action<int, string> wrong)
{
    private const string TemplateOpens = "\uE000";
    private const string TemplateCloses = "\uE001";

    private static readonly TimeSpan UsualRange = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestRange = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRange = TimeSpan.FromHours(24);

    /// <summary>The languages of what people run themselves.</summary>
    internal static ImmutableArray<string> Commands { get; } = ["bash", "sh", "shell", "console", "sql", "psql", "redis", "powershell"];

    /// <summary>Whether a block comes alive or is to copy, by its language.</summary>
    /// <param name="language">The word behind the fence.</param>
    public static bool IsKnown(string? language) => language is "promql" or "kubectl" or "action" or "logql" || Commands.Contains(language ?? string.Empty);

    /// <summary>Reads one.</summary>
    /// <param name="fence">The block.</param>
    /// <param name="number">Its number.</param>
    /// <param name="step">The step it stands in.</param>
    public RunbookBlock Read(FencedCodeBlock fence, int number, string? step)
    {
        var line = fence.Line + 1;
        var text = fence.Lines.ToString().TrimEnd();
        if (text.Length == 0)
        {
            wrong(line, $"the {fence.Info} block is empty");
        }

        return fence.Info switch
        {
            "promql" => Promql(fence, number, line, step, text),
            "kubectl" => new KubectlBlock(number, line, step, text, CommandLines(text)),
            "action" => Action(number, line, step, text),
            "logql" => new LogqlBlock(number, line, step, text),
            _ => new CommandBlock(number, line, step, text, fence.Info ?? string.Empty),
        };
    }

    /// <summary>The commands of a block: a line that ends with a backslash goes on in the next.</summary>
    /// <param name="text">The lines.</param>
    internal static ImmutableArray<string> CommandLines(string text)
    {
        var commands = ImmutableArray.CreateBuilder<string>();
        var begun = new StringBuilder();
        foreach (var written in text.Split('\n'))
        {
            var line = written.Trim();
            if (begun.Length == 0 && (line.Length == 0 || line[0] == '#'))
            {
                continue;
            }

            // What goes on is indented mostly: a space keeps its words apart from those before.
            var goesOn = line.EndsWith('\\');
            var words = goesOn ? line[..^1].TrimEnd() : line;
            begun.Append(begun.Length > 0 && words.Length > 0 ? " " : string.Empty).Append(words);
            if (!goesOn)
            {
                End();
            }
        }

        End();
        return commands.ToImmutable();

        void End()
        {
            if (begun.ToString().Trim() is { Length: > 0 } command)
            {
                commands.Add(command);
            }

            begun.Clear();
        }
    }

    private PromqlBlock Promql(FencedCodeBlock fence, int number, int line, string? step, string text)
    {
        Expectation? expect = null;
        var (unit, range) = (string.Empty, UsualRange);
        foreach (var term in (fence.Arguments ?? string.Empty).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = term.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? (term, string.Empty) : (term[..colon].Trim(), term[(colon + 1)..].Trim());
            switch (name)
            {
                case "expect" when ReadExpectation(value) is { } read:
                    expect = read;
                    break;
                case "expect":
                    wrong(line, $"'{Short(value)}' is no expectation: write for example expect: = 1, expect: < 0.05, expect: none or expect: some");
                    break;
                case "unit" when value.Length is > 0 and <= 20:
                    unit = value;
                    break;
                case "range" when PromDuration.TryParse(value, out var length) && length >= ShortestRange && length <= LongestRange:
                    range = length;
                    break;
                case "unit" or "range":
                    wrong(line, name == "unit" ? "a unit is a word of at most 20 letters" : $"'{Short(value)}' is no range from 5m to 24h");
                    break;
                default:
                    wrong(line, $"'{Short(name)}' is not known behind promql; known are expect, unit and range, separated by semicolons");
                    break;
            }
        }

        return new PromqlBlock(number, line, step, text, expect, unit, range);
    }

    /// <summary>Reads an expectation; null when it is none.</summary>
    /// <param name="text">As <see cref="Expectation.ToString"/> writes it.</param>
    internal static Expectation? ReadExpectation(string text)
    {
        if (text is "none" or "some")
        {
            return new Expectation(text == "none" ? Comparison.None : Comparison.Some, 0);
        }

        (string Sign, Comparison Kind)[] signs =
        [
            ("<=", Comparison.LessOrEqual), (">=", Comparison.GreaterOrEqual), ("!=", Comparison.NotEqual), ("==", Comparison.Equal),
            ("<", Comparison.Less), (">", Comparison.Greater), ("=", Comparison.Equal),
        ];
        foreach (var (sign, kind) in signs)
        {
            if (text.StartsWith(sign, StringComparison.Ordinal))
            {
                return double.TryParse(text[sign.Length..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                    ? new Expectation(kind, value)
                    : null;
            }
        }

        return null;
    }

    private ActionBlock Action(int number, int line, string? step, string text)
    {
        // A template opens with what YAML takes for a mapping.
        var safe = string.Concat(Template.Parts(text).Select(part => part.IsName ? $"{TemplateOpens}{part.Text}{TemplateCloses}" : part.Text));
        var (root, unreadable) = YamlTree.Read(new string('\n', line) + safe);
        foreach (var (place, what) in unreadable)
        {
            wrong((int)place.Line, what);
        }

        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in (root as YamlFields)?.Entries ?? [])
        {
            if (entry.Value is YamlScalar scalar)
            {
                fields[entry.Name] = scalar.Text.Replace(TemplateOpens, "{{ ", StringComparison.Ordinal).Replace(TemplateCloses, " }}", StringComparison.Ordinal);
            }
            else
            {
                wrong((int)entry.Place.Line, $"'{Short(entry.Name)}' must be a single value");
            }
        }

        var (kind, target) = (fields.GetValueOrDefault("kind") ?? string.Empty, fields.GetValueOrDefault("target") ?? string.Empty);
        if (kind.Length == 0 && unreadable.IsEmpty)
        {
            wrong(line, "an action block has the field kind, for example kind: scale, and mostly target: NAMESPACE/NAME");
        }

        fields.Remove("kind");
        fields.Remove("target");
        return new ActionBlock(number, line, step, text, kind, target, fields.ToImmutable());
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}...";
}
