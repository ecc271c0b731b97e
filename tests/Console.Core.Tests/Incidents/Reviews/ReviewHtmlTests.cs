using System.Net;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Core.Tests.Incidents.Reviews;

/// <summary>How a section will look: what people wrote, and nothing that is alive.</summary>
public sealed partial class ReviewHtmlTests
{
    private static Gen<string> Hostile => Gen.Frequency((3, Any.Texts), (2, Gen.ArrayOf(Gen.Elements(
        "[a](http://x)", "![i](x)", "<b>", "<script>", "&amp;", "# ", "\n# ", "\n- ", "\n1. ", "\n> ", "\n```\n", "\n---\n", "`x`", "**", "_", "~~", "http://x.y", "www.x.y", "a@b.c", "|", "\\", "{{ labels.pod }}", "{", "\n\n", "    ", " ")).Select(string.Concat)));

    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo", "<p>one\ntwo</p>")]
    [InlineData("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>")]
    [InlineData("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>")]
    [InlineData("{{ labels.pod }}", "<p>{{ labels.pod }}</p>")]
    public void Paragraphs_and_lists_are_all_there_is(string text, string html) => Assert.Equal(html, ReviewHtml.Of(text));

    [Fact]
    public void Whatever_is_written_nothing_comes_of_it_but_paragraphs_and_lists_and_no_letter_is_lost() => Prop.ForAll(Hostile.ToArbitrary(), text =>
    {
        var html = ReviewHtml.Of(text);
        return Tags().Matches(html).All(tag => tag.Value is "<p>" or "</p>" or "<ul>" or "</ul>" or "<li>" or "</li>") && Letters(WebUtility.HtmlDecode(Tags().Replace(html, " "))) == Letters(Dashes().Replace(text, "$1"));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_of_the_longest_kind_is_shown_whole()
    {
        var list = string.Join('\n', Enumerable.Range(0, 400).Select(number => $"- {number} <[*_`"));
        Assert.Equal(400, ReviewHtml.Of(list).Split("<li>").Length - 1);
        Assert.Equal($"<p>{string.Concat(Enumerable.Repeat("&lt;", ReviewDesk.LongestText))}</p>", ReviewHtml.Of(new string('<', ReviewDesk.LongestText)));
    }

    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit)]);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    // A dash or star at the begin of a line is the mark of a list.
    [GeneratedRegex(@"(^|\n)\s*[-*] ")]
    private static partial Regex Dashes();
}
