using Markdig.Extensions.Alerts;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace OpsConsole.Runbooks;

/// <summary>Writes Markdown as HTML that can't do anything: raw HTML is text, links and images go through <see cref="SafeLinks"/>, filled-in values are encoded.</summary>
internal sealed class SafeHtml
{
    private readonly StringWriter writer;
    private readonly HtmlRenderer renderer;

    /// <summary>Makes one.</summary>
    /// <param name="writer">Where it writes.</param>
    /// <param name="scene">What templates are filled from.</param>
    /// <param name="folder">The runbook's folder, from which relative links lead.</param>
    /// <param name="here">The address of the page that shows it.</param>
    public SafeHtml(StringWriter writer, RunbookScene scene, string folder, string here)
    {
        this.writer = writer;
        renderer = new HtmlRenderer(writer);
        RunbookText.SetUp(renderer);
        var links = new SafeLinks(folder, here);
        var all = renderer.ObjectRenderers;
        all.Replace<HeadingRenderer>(new AnchoredHeadings(scene));
        all.Replace<CodeBlockRenderer>(new CodeFigures(scene));
        all.Replace<CodeInlineRenderer>(new FilledCode(scene));
        all.Replace<LinkInlineRenderer>(new LinkWriter(links, scene));
        all.Replace<AutolinkInlineRenderer>(new AutolinkWriter(links));
        all.Replace<HtmlBlockRenderer>(new NoHtmlBlocks());
        all.Replace<HtmlInlineRenderer>(new NoHtmlInlines());
        all.Replace<AlertBlockRenderer>(new NoteWriter());
        all.Replace<HtmlTaskListRenderer>(new TaskBoxes());
        all.Insert(0, new PlaceWriter(scene));
    }

    /// <summary>Writes a block.</summary>
    /// <param name="block">The block.</param>
    public void Render(Block block) => renderer.Render(block);

    /// <summary>What was written since the last time.</summary>
    public string Take()
    {
        renderer.Writer.Flush();
        var html = writer.ToString();
        writer.GetStringBuilder().Clear();
        return html.Trim();
    }
}
