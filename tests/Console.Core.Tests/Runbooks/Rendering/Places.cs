using System.Collections.Immutable;
using OpsConsole.Runbooks;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Runbooks.Rendering;

/// <summary>The places of a runbook that hostile text can come into.</summary>
internal static class Places
{
    public const string Here = "alerts/abc";

    private const string Head = "---\ntitle: Disk full\nsystem: billing\nalerts: [DiskFull]\nseverity: high\nrespond_within: 15m\n---\n\n";

    /// <summary>A runbook's text around it, by the name of the place.</summary>
    public static ImmutableArray<(string Name, Func<string, string> Write)> OfText { get; } =
    [
        ("a paragraph", text => $"{Head}## Symptoms\n\n{text}\n"),
        ("within words", text => $"{Head}## Symptoms\n\nSee *this {text} and* that.\n"),
        ("before the first section", text => $"{Head}{text}\n\n## Diagnose\n### Look\n"),
        ("a section's title", text => $"{Head}## {text}\n\nx\n"),
        ("a step's title", text => $"{Head}## Diagnose\n\n### {text}\n\nx\n"),
        ("a heading", text => $"{Head}## Symptoms\n\n#### {text}\n"),
        ("a list's item", text => $"{Head}## Diagnose\n### Look\n- a\n- {text}\n  - {text}\n"),
        ("a jump", text => $"{Head}## Diagnose\n### Look\n- If {text}, go to [{text}](#look)\n"),
        ("a quote", text => $"{Head}## Symptoms\n\n> {text}\n"),
        ("a note", text => $"{Head}## Symptoms\n\n> [!WARNING]\n> {text}\n"),
        ("a table's head", text => $"{Head}## Symptoms\n\n| {text} | b |\n| :-- | --: |\n| a | b |\n"),
        ("a table's cell", text => $"{Head}## Symptoms\n\n| a | b |\n| --- | :-: |\n| {text} | `{text}` |\n"),
        ("code in a line", text => $"{Head}## Symptoms\n\n`{text}` and `` {text} ``\n"),
        ("code", text => $"{Head}## Symptoms\n\n````\n{text}\n````\n"),
        ("coloured code", text => $"{Head}## Symptoms\n\n- a\n\n  ````sh\n  {text}\n  ````\n"),
        ("a fence's words", text => $"{Head}## Symptoms\n\n~~~{text}\nx\n~~~\n"),
        ("a link's words", text => $"{Head}## Symptoms\n\n[{text}](https://example.com)\n"),
        ("a link", text => $"{Head}## Symptoms\n\n[a]({text}) [b](<{text}>) [c]({text} \"{text}\")\n"),
        ("a link's title", text => $"{Head}## Symptoms\n\n[a](https://example.com \"{text}\") [b](https://example.com '{text}')\n"),
        ("a definition", text => $"{Head}## Symptoms\n\n[a] and [b][a] and ![a]\n\n[a]: {text}\n"),
        ("an image", text => $"{Head}## Symptoms\n\n![a]({text}) ![b](<{text}>)\n"),
        ("an image's words", text => $"{Head}## Symptoms\n\n![{text}](x.png \"{text}\") ![{text}](y)\n"),
        ("an autolink", text => $"{Head}## Symptoms\n\n<{text}> https://example.com/{text} www.{text}\n"),
        ("a promql block's words", text => $"{Head}## Diagnose\n### Look\n~~~promql {text}\nup\n~~~\n"),
        ("a front matter's title", text => $"---\ntitle: {text}\n---\n{text}\n"),
    ];

    /// <summary>The places of a text that values are filled into.</summary>
    public const string Filled = Head + """
        ## Symptoms {{ labels.pod }}

        In {{ labels.pod }} and **{{annotations.summary}}** and `{{ labels.pod }}` and &#123;&#123; labels.pod }}.

        #### {{ labels.pod }}

        [{{ labels.pod }}](https://example.com/{{labels.pod}}?x={{labels.pod}} "{{ labels.pod }}") [a]({{labels.pod}}) [b](<{{ labels.pod }}>) [c](#{{labels.pod}})
        [d](java{{labels.pod}}script:alert(1)) [e](https://{{labels.pod}}) [f]({{labels.pod}}.md) [g](mailto:{{labels.pod}}) ![{{ labels.pod }}]({{labels.pod}}) ![h](x.png "{{ labels.pod }}")
        <https://example.com/{{labels.pod}}> https://example.com/{{labels.pod}} [i]

        [i]: {{labels.pod}} "{{ labels.pod }}"

        | {{ labels.pod }} | b |
        | --- | :-: |
        | {{ labels.pod }} | `{{ labels.pod }}` |

        > [!NOTE]
        > {{ labels.pod }}

        ```
        {{ labels.pod }}
        ```

        - a

          ```yaml
          pod: "{{ labels.pod }}" # {{ labels.pod }}
          x: {{ labels.pod }}
          ```

        ## Diagnose

        ### Is it {{ labels.pod }}?

        - If {{ labels.pod }}, go to [{{ labels.pod }}](#is-it-labels-pod)

        """;

    /// <summary>An alert whose every value is this.</summary>
    public static RunbookScene Scene(string value) => new(
        ImmutableSortedDictionary<string, string>.Empty.Add("labels.pod", value).Add("labels.scheme", "javascript:").Add("annotations.summary", value), true);

    public static IEnumerable<string> Html(RenderedRunbook rendered) =>
        rendered.Intro.Concat(rendered.Sections.SelectMany(section => section.Parts.Concat(section.Steps.SelectMany(step => step.Parts)))).OfType<HtmlPart>().Select(part => part.Html);

    /// <summary>What of a runbook could do harm when it is shown.</summary>
    public static IReadOnlyList<string> Wrongs(string text, RunbookScene scene)
    {
        var rendered = RunbookRenderer.Render(RunbookReader.Read("billing", "disk-full", text), scene, Here);
        return [.. Html(rendered).SelectMany(html => HarmlessHtml.Wrongs(html, Here)), .. rendered.Sections.Where(section => !IsAnchor(section.Anchor)).Select(section => $"the anchor {section.Anchor}")];
    }

    private static bool IsAnchor(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
