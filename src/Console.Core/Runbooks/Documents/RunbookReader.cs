using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OpsConsole.Runbooks;

/// <summary>Reads runbooks. Whatever a file holds, the answer is a runbook: with what could be read, and with what is wrong.</summary>
public static partial class RunbookReader
{
    /// <summary>The sections, in their order; each may be left out.</summary>
    internal static ImmutableArray<string> Sections { get; } = ["Symptoms", "Diagnose", "Resolve", "Verify", "Escalate", "After"];

    /// <summary>The sections whose parts are steps.</summary>
    internal static ImmutableArray<string> SectionsOfSteps { get; } = ["Diagnose", "Resolve", "Verify"];

    /// <summary>Reads a text.</summary>
    /// <param name="folder">The folder: a system's id or guides.</param>
    /// <param name="slug">The file's name without its ending.</param>
    /// <param name="text">The file's text.</param>
    public static Runbook Read(string folder, string slug, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var known = new Runbook
        {
            Folder = folder,
            Slug = slug,
            Title = slug,
            System = folder == Runbook.GuidesFolder ? null : folder,
            Text = text,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
        var taken = RunbookText.Of(text);
        return taken.Problem is { } problem && taken.FrontMatter is null
            ? known with { Problems = [new Problem($"{known.File}:{problem.Line}", problem.What)] }
            : new Reading(FrontMatterReader.Read(known, taken.FrontMatter)).Of(taken.Document);
    }

    /// <summary>The plain text of a heading or another line.</summary>
    internal static string PlainText(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines?.Descendants() ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case PlaceInline place:
                    text.Append("{{ ").Append(place.Name).Append(" }}");
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                default:
                    break;
            }
        }

        return text.ToString().Trim();
    }

    /// <summary>One reading: what was met so far.</summary>
    private sealed class Reading(Runbook runbook)
    {
        private const int MostProblems = 100;
        private const int MostNamed = 30;

        private readonly ImmutableArray<Problem>.Builder problems = runbook.Problems.ToBuilder();
        private readonly ImmutableArray<RunbookStep>.Builder steps = ImmutableArray.CreateBuilder<RunbookStep>();
        private readonly ImmutableArray<RunbookBlock>.Builder blocks = ImmutableArray.CreateBuilder<RunbookBlock>();
        private readonly List<(int Line, string To)> jumps = [];
        private readonly HashSet<string> ids = new(StringComparer.Ordinal);
        private string section = string.Empty;
        private int furthest = -1;
        private bool inStep;

        public Runbook Of(MarkdownDocument document)
        {
            var reader = new BlockReader(Wrong);
            foreach (var block in document)
            {
                switch (block)
                {
                    case HeadingBlock heading:
                        Head(heading);
                        break;
                    case FencedCodeBlock fence when BlockReader.IsKnown(fence.Info):
                        blocks.Add(reader.Read(fence, blocks.Count + 1, inStep ? steps[^1].Id : null));
                        break;
                    case ContainerBlock container:
                        Inside(container);
                        break;
                    default:
                        break;
                }
            }

            foreach (var (line, to) in jumps.Where(jump => !ids.Contains(jump.To)))
            {
                var known = string.Join(", ", steps.Take(MostNamed).Select(step => $"#{step.Id}"));
                Wrong(line, $"'#{Cut(to)}' is no step of this runbook; its steps are {known}{(steps.Count > MostNamed ? ", ..." : string.Empty)}");
            }

            if (steps.Count == 0 && !runbook.IsGuide)
            {
                Wrong(1, "has no step: write ### headings within Diagnose, Resolve and Verify");
            }

            return runbook with { Steps = steps.ToImmutable(), Blocks = blocks.ToImmutable(), Problems = problems.ToImmutable() };
        }

        private void Head(HeadingBlock heading)
        {
            var (title, id) = Headings.Of(heading);
            switch (heading.Level)
            {
                case 1:
                    Wrong(heading.Line + 1, "a heading of the first level: the title stands in the front matter, sections begin with ##");
                    break;
                case 2:
                    Open(heading.Line + 1, title);
                    break;
                case 3 when runbook.IsGuide || SectionsOfSteps.Contains(section):
                    if (!ids.Add(id))
                    {
                        Wrong(heading.Line + 1, $"a second step with the id #{id}: give it another as {{#id}}");
                        id = Free(id);
                    }

                    steps.Add(new RunbookStep(id, steps.Count + 1, title, section, heading.Line + 1));
                    inStep = true;
                    break;
                default:
                    break;
            }
        }

        // What is given instead may be taken, too, or be by a step that comes later: that is then the second of its id.
        private string Free(string id)
        {
            var free = $"{id}-{steps.Count + 1}";
            for (var more = steps.Count + 2; !ids.Add(free); more++)
            {
                free = $"{id}-{more}";
            }

            return free;
        }

        private void Open(int line, string title)
        {
            (section, inStep) = (title, false);
            var known = Sections.IndexOf(title);
            if (runbook.IsGuide)
            {
                return;
            }

            if (known < 0)
            {
                Wrong(line, $"'{Cut(title)}' is no section; known are {string.Join(", ", Sections)}");
            }
            else if (known <= furthest)
            {
                Wrong(line, $"{title} stands in the wrong place or twice; the order is {string.Join(", ", Sections)}");
            }

            furthest = Math.Max(furthest, known);
        }

        private void Inside(ContainerBlock container)
        {
            foreach (var fence in container.Descendants<FencedCodeBlock>().Where(fence => fence.Info is "promql" or "kubectl" or "action"))
            {
                Wrong(fence.Line + 1, $"a {fence.Info} block within a list or a quote stays text: begin it at the line's start");
            }

            if (!inStep)
            {
                return;
            }

            foreach (var item in container is ListBlock list ? list.OfType<ListItemBlock>() : [])
            {
                if (item.FirstOrDefault() is ParagraphBlock { Inline: { } line } && Jumps.Of(line) is { } jump)
                {
                    steps[^1] = steps[^1] with { Jumps = steps[^1].Jumps.Add(jump) };
                    jumps.Add((item.Line + 1, jump.To));
                }
            }
        }

        // Nobody reads more, and a file that is no runbook at all has thousands.
        private void Wrong(int line, string what)
        {
            if (problems.Count < MostProblems)
            {
                problems.Add(new Problem($"{runbook.File}:{line}", what));
            }
            else if (problems.Count == MostProblems)
            {
                problems.Add(new Problem($"{runbook.File}:{line}", "more is wrong from here on"));
            }
        }

        private static string Cut(string text) => text.Length <= 60 ? text : $"{text[..60]}...";
    }
}
