using System.Collections.Immutable;
using System.Globalization;
using Markdig.Syntax;

namespace OpsConsole.Runbooks;

/// <summary>Makes runbooks ready to show.</summary>
public static class RunbookRenderer
{
    /// <summary>Renders a runbook.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="scene">What templates are filled from.</param>
    /// <param name="here">The address of the page that shows it, without an anchor: links within the runbook lead there.</param>
    public static RenderedRunbook Render(Runbook runbook, RunbookScene scene, string here)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(scene);
        var document = RunbookText.Of(runbook.Text).Document;
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var html = new SafeHtml(writer, scene, runbook.Folder, here);
        var building = new Building(runbook, scene, html);
        foreach (var block in document)
        {
            building.Take(block);
        }

        return building.Done();
    }

    private sealed class Building(Runbook runbook, RunbookScene scene, SafeHtml html)
    {
        private readonly Dictionary<int, RunbookBlock> blocks = runbook.Blocks.ToDictionary(block => block.Line);
        private readonly Dictionary<int, RunbookStep> steps = runbook.Steps.ToDictionary(step => step.Line);
        private readonly ImmutableArray<RenderedSection>.Builder sections = ImmutableArray.CreateBuilder<RenderedSection>();
        private readonly ImmutableArray<RenderedPart>.Builder parts = ImmutableArray.CreateBuilder<RenderedPart>();
        private readonly ImmutableArray<RenderedStep>.Builder ready = ImmutableArray.CreateBuilder<RenderedStep>();
        private ImmutableArray<RenderedPart> before = [];
        private ImmutableArray<RenderedPart>? intro;
        private (string Title, string Anchor)? section;
        private RunbookStep? step;

        public void Take(Block block)
        {
            var line = block.Line + 1;
            if (block is HeadingBlock { Level: <= 2 } heading)
            {
                CloseSection();
                section = Headings.Of(heading);
            }
            else if (block is HeadingBlock && steps.TryGetValue(line, out var begun))
            {
                CloseStep();
                step = begun;
            }
            else if (blocks.TryGetValue(line, out var alive))
            {
                CloseHtml();
                parts.Add(new BlockPart(alive));
            }
            else
            {
                html.Render(block);
            }
        }

        public RenderedRunbook Done()
        {
            CloseSection();
            return new RenderedRunbook(intro ?? [], sections.ToImmutable());
        }

        private void CloseSection()
        {
            CloseStep();
            if (section is { } open)
            {
                sections.Add(new RenderedSection(Template.Fill(open.Title, scene).Text, open.Anchor, before, ready.ToImmutable()));
            }
            else if (ready.Count > 0)
            {
                // A guide may begin with a step.
                intro = before;
                sections.Add(new RenderedSection(string.Empty, "steps", [], ready.ToImmutable()));
            }
            else
            {
                intro = before;
            }

            ready.Clear();
            before = [];
        }

        private void CloseStep()
        {
            CloseHtml();
            if (step is { } open)
            {
                ready.Add(new RenderedStep(open, Template.Fill(open.Title, scene).Text, parts.ToImmutable()));
            }
            else
            {
                before = parts.ToImmutable();
            }

            step = null;
            parts.Clear();
        }

        private void CloseHtml()
        {
            if (html.Take() is { Length: > 0 } written)
            {
                parts.Add(new HtmlPart(written));
            }
        }
    }
}
