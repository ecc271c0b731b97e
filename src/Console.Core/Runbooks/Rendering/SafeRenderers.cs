using Markdig.Extensions.Alerts;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OpsConsole.Runbooks;

/// <summary>Headings below the steps, with their anchors. On the page steps are headings of the fourth level.</summary>
/// <param name="scene">What their places are filled from.</param>
internal sealed class AnchoredHeadings(RunbookScene scene) : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
    {
        var (title, id) = Headings.Of(obj);
        var level = Math.Clamp(obj.Level + 1, 5, 6);
        renderer.Write($"<h{level} id=\"").WriteEscape(id).Write("\">").Write(Filled.Html(title, scene)).Write($"</h{level}>");
    }
}

/// <summary>Code that is not alive: coloured, with a button to copy.</summary>
/// <param name="scene">What templates are filled from.</param>
internal sealed class CodeFigures(RunbookScene scene) : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        var language = (obj as FencedCodeBlock)?.Info ?? string.Empty;
        renderer.Write("<figure class=\"code\"><header><span>").WriteEscape(language.Length > 20 ? language[..20] : language)
            .Write("</span><button type=\"button\" class=\"btn mini push\" data-copy>Copy</button></header><pre tabindex=\"0\"><code>")
            .Write(CodeColours.Html(obj.Lines.ToString().TrimEnd('\n'), language, scene)).Write("</code></pre></figure>");
    }
}

/// <summary>Code within a line.</summary>
/// <param name="scene">What templates are filled from.</param>
internal sealed class FilledCode(RunbookScene scene) : HtmlObjectRenderer<CodeInline>
{
    protected override void Write(HtmlRenderer renderer, CodeInline obj) =>
        renderer.Write("<code>").Write(Filled.Html(obj.Content, scene)).Write("</code>");
}

/// <summary>A place in a line, filled.</summary>
/// <param name="scene">What it is filled from.</param>
internal sealed class PlaceWriter(RunbookScene scene) : HtmlObjectRenderer<PlaceInline>
{
    protected override void Write(HtmlRenderer renderer, PlaceInline obj) => renderer.Write(Filled.Place(obj.Name, scene));
}

/// <summary>Links and images.</summary>
/// <param name="links">Where they may lead.</param>
/// <param name="scene">What templates are filled from.</param>
internal sealed class LinkWriter(SafeLinks links, RunbookScene scene) : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        var url = obj.GetDynamicUrl?.Invoke() ?? obj.Url;
        if (obj.IsImage)
        {
            WriteImage(renderer, obj, links.Image(url));
            return;
        }

        // Filled before it is judged; and as part of an address, never as a further part of it.
        var link = links.Of(url is null ? null : Template.Fill(url, scene, Uri.EscapeDataString).Text);
        SafeLinkTag.Open(renderer, link);
        renderer.WriteChildren(obj);
        SafeLinkTag.Close(renderer, link, url);
    }

    private static void WriteImage(HtmlRenderer renderer, LinkInline image, string? address)
    {
        var alt = RunbookReader.PlainText(image);
        if (address is null)
        {
            renderer.Write("<span class=\"missing\" title=\"Only images from the runbook's own folder are shown\">image: ").WriteEscape(alt).Write("</span>");
            return;
        }

        renderer.Write("<img loading=\"lazy\" src=\"").WriteEscapeUrl(address).Write("\" alt=\"").WriteEscape(alt).Write("\">");
    }
}

/// <summary>Addresses that stand as they are.</summary>
/// <param name="links">Where they may lead.</param>
internal sealed class AutolinkWriter(SafeLinks links) : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
    {
        var link = links.Of(obj.IsEmail ? $"mailto:{obj.Url}" : obj.Url);
        SafeLinkTag.Open(renderer, link);
        renderer.WriteEscape(obj.Url);
        SafeLinkTag.Close(renderer, link, obj.Url);
    }
}

/// <summary>The tags around a link's words.</summary>
internal static class SafeLinkTag
{
    /// <summary>Opens it.</summary>
    /// <param name="renderer">Where.</param>
    /// <param name="link">Where it leads; null when it may not.</param>
    public static void Open(HtmlRenderer renderer, SafeLink? link)
    {
        if (link is null)
        {
            return;
        }

        renderer.Write("<a href=\"").WriteEscape(link.Address).Write(link.IsAway ? "\" rel=\"noopener noreferrer\" target=\"_blank\">" : "\">");
    }

    /// <summary>Closes it, or says that it leads nowhere.</summary>
    /// <param name="renderer">Where.</param>
    /// <param name="link">Where it leads; null when it may not.</param>
    /// <param name="url">As the runbook has it.</param>
    public static void Close(HtmlRenderer renderer, SafeLink? link, string? url)
    {
        if (link is not null)
        {
            renderer.Write("</a>");
            return;
        }

        renderer.Write(" <span class=\"missing\" title=\"Links may be http, https, mailto, another runbook or an anchor\">[link left out: ")
            .WriteEscape(url is { Length: > 80 } ? url[..80] : url ?? string.Empty).Write("]</span>");
    }
}

/// <summary>Notes: what begins a quote with [!WARNING].</summary>
internal sealed class NoteWriter : HtmlObjectRenderer<AlertBlock>
{
    protected override void Write(HtmlRenderer renderer, AlertBlock obj)
    {
        var (kind, word) = obj.Kind.AsSpan().ToString().ToUpperInvariant() switch
        {
            "TIP" => ("tip", "Tip"),
            "IMPORTANT" => ("important", "Important"),
            "WARNING" => ("warning", "Warning"),
            "CAUTION" => ("caution", "Caution"),
            _ => ("note", "Note"),
        };
        renderer.Write($"<aside class=\"note\" data-note=\"{kind}\"><b>{word}</b>");
        renderer.WriteChildren(obj);
        renderer.Write("</aside>");
    }
}

/// <summary>Raw HTML is not read as such; should a block of it come nevertheless, it is text.</summary>
internal sealed class NoHtmlBlocks : HtmlObjectRenderer<HtmlBlock>
{
    protected override void Write(HtmlRenderer renderer, HtmlBlock obj) => renderer.WriteLeafRawLines(obj, true, true);
}

/// <summary>Raw HTML within a line is text.</summary>
internal sealed class NoHtmlInlines : HtmlObjectRenderer<HtmlInline>
{
    protected override void Write(HtmlRenderer renderer, HtmlInline obj) => renderer.WriteEscape(obj.Tag);
}

/// <summary>Boxes of a list of tasks: to read, not to tick, so they are pictures with a word.</summary>
internal sealed class TaskBoxes : HtmlObjectRenderer<TaskList>
{
    protected override void Write(HtmlRenderer renderer, TaskList obj) =>
        renderer.Write(obj.Checked ? "<span class=\"taskbox\" role=\"img\" aria-label=\"Done\">\u2611</span>" : "<span class=\"taskbox\" role=\"img\" aria-label=\"To do\">\u2610</span>");
}
