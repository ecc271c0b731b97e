using System.Text;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OpsConsole.Runbooks;

/// <summary>A runbook's text taken apart: the front matter's YAML, and the Markdown behind it. Line numbers stay those of the file in both.</summary>
/// <param name="FrontMatter">The YAML; null where there is none.</param>
/// <param name="Document">The Markdown.</param>
/// <param name="Problem">Why it can't be read, with the place; null when it can.</param>
internal sealed record RunbookText(string? FrontMatter, MarkdownDocument Document, (int Line, string What)? Problem)
{
    /// <summary>The most characters of a runbook: a page that nobody scrolls to its end at night.</summary>
    public const int Longest = 128 * 1024;

    /// <summary>The most lines of a runbook.</summary>
    public const int MostLines = 5_000;

    // Brackets, backticks and stars are looked for again and again within a paragraph, and a table has as many cells as its widest row times its rows,
    // whatever is written in them: both would take minutes long before the file is too long.
    private const int LongestPiece = 8_000;
    private const int MostColumns = 100;
    private const int MostMarks = 1_000;

    // The parser takes brackets that are never closed for levels within each other; the renderer then throws at 128 of them.
    private const int DeepestLevel = 100;
    private const string TooDeepSays = "is nested too deeply: quotes, lists and brackets within each other go 100 levels deep at most";

    private const string Fence = "---";

    // Raw HTML is text. No generic attributes: they would let a runbook write event handlers.
    private static readonly MarkdownPipeline Pipeline = Configured().Build();

    /// <summary>Takes a text apart.</summary>
    /// <param name="text">The file's text.</param>
    public static RunbookText Of(string text)
    {
        if (text.Length > Longest)
        {
            return Unreadable(1, $"is longer than {Longest / 1024} KB: split it");
        }

        // Not ReplaceLineEndings: it takes form feeds for ends of lines, which editors do not count.
        var lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (Unwieldy(lines) is var (line, why))
        {
            return Unreadable(line, why);
        }

        var (frontMatter, body, open) = Split(lines);
        try
        {
            var document = Markdown.Parse(body, Pipeline);
            if (TooDeep(document) is { } at)
            {
                return Unreadable(at, TooDeepSays);
            }

            return new RunbookText(frontMatter, document, open ? (1, "the front matter has no end: close it with a line of three dashes") : null);
        }
        catch (ArgumentException)
        {
            // Thrown for what is nested deeper than anybody reads.
            return Unreadable(1, TooDeepSays);
        }
    }

    /// <summary>Teaches a renderer what the runbooks' Markdown has.</summary>
    /// <param name="renderer">The renderer.</param>
    public static void SetUp(IMarkdownRenderer renderer) => Pipeline.Setup(renderer);

    private static int? TooDeep(MarkdownDocument document)
    {
        var left = new Stack<(MarkdownObject What, int Level, int Line)>([(document, 0, 1)]);
        while (left.TryPop(out var it))
        {
            if (it.Level > DeepestLevel)
            {
                return it.Line;
            }

            IEnumerable<MarkdownObject> within = it.What switch
            {
                ContainerBlock blocks => blocks,
                LeafBlock { Inline: { } inline } => [inline],
                ContainerInline inlines => inlines,
                _ => [],
            };
            foreach (var one in within)
            {
                left.Push((one, it.Level + 1, one is Block block ? block.Line + 1 : it.Line));
            }
        }

        return null;
    }

    private static RunbookText Unreadable(int line, string why) => new(null, Markdown.Parse(string.Empty, Pipeline), (line, why));

    private static (int Line, string Why)? Unwieldy(string text)
    {
        var (number, piece, marks) = (0, 0, 0);
        foreach (var its in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan()[its];
            if (number > MostLines)
            {
                return (number, $"has more than {MostLines} lines: split it");
            }

            var isEmpty = line.IsWhiteSpace();
            piece = isEmpty ? 0 : piece + line.Length + 1;
            marks = isEmpty ? 0 : marks + line.Count('[') + line.Count('*') + line.Count('_') + line.Count('`') + line.Count('<');
            if (piece > LongestPiece)
            {
                return (number, $"more than {LongestPiece} characters without an empty line: divide it");
            }

            if (marks > MostMarks)
            {
                return (number, $"more than {MostMarks} brackets, stars, underscores and backticks without an empty line: divide it");
            }

            if (line.Count('|') > MostColumns)
            {
                return (number, $"a line with more than {MostColumns} bars: no table is that wide");
            }
        }

        return null;
    }

    // What is cut out becomes empty lines, so that lines keep their numbers.
    private static (string? FrontMatter, string Body, bool IsOpen) Split(string text)
    {
        if (!text.StartsWith(Fence + "\n", StringComparison.Ordinal))
        {
            return (null, text, false);
        }

        var end = text.IndexOf("\n" + Fence, Fence.Length, StringComparison.Ordinal);
        while (end >= 0 && end + 4 < text.Length && text[end + 4] != '\n')
        {
            end = text.IndexOf("\n" + Fence, end + 4, StringComparison.Ordinal);
        }

        if (end < 0)
        {
            return (null, text[Fence.Length..], true);
        }

        var yaml = text[Fence.Length..(end + 1)];
        var body = new StringBuilder(text.Length).Append('\n', yaml.AsSpan().Count('\n') + 1);
        return (yaml, body.Append(text.AsSpan(Math.Min(end + 5, text.Length))).ToString(), false);
    }

    private static MarkdownPipelineBuilder Configured()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseTaskLists().UseAlertBlocks().UseAutoLinks().UsePreciseSourceLocation();
        builder.InlineParsers.Insert(0, new PlaceParser());
        return builder;
    }
}
