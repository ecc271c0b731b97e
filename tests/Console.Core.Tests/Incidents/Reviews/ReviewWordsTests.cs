using FsCheck;
using FsCheck.Fluent;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Core.Tests.Incidents.Reviews;

/// <summary>Words that blame, what an incident cost, and text that stays text.</summary>
public sealed class ReviewWordsTests
{
    // What GitHub, GitLab and most chats make of a text.
    private static readonly MarkdownPipeline Eager = new MarkdownPipelineBuilder()
        .UseAutoLinks().UsePipeTables().UseTaskLists().UseFootnotes().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).Build();

    [Theory]
    [InlineData("It was Ben's fault.", "fault", "what the system allowed")]
    [InlineData("He should\n have looked", "should\n have", "what was known at that time")]
    [InlineData("OBVIOUSLY wrong", "OBVIOUSLY", "not so plain then")]
    [InlineData("she failed to look", "failed to", "easy to do")]
    [InlineData("they didn’t bother", "didn’t bother", "easy to do")]
    [InlineData("the root cause is", "root cause", "several contributing causes")]
    public void A_word_that_blames_is_found_with_what_to_write_instead(string text, string word, string says)
    {
        var hint = Assert.Single(BlameWords.In(text));
        Assert.Equal((word, word), (hint.Word, text.Substring(hint.Start, hint.Length)));
        Assert.Contains(says, hint.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a default value, fault-tolerant, faulty")]
    [InlineData("the pod failed; should the pod fail again")]
    [InlineData("unmistakeable, blameless")]
    public void Words_that_only_look_alike_are_left_alone(string text) => Assert.Empty(BlameWords.In(text));

    [Fact]
    public void Hints_come_in_order_and_none_lies_within_another() => Assert.Equal(["to blame", "human error", "mistake"], BlameWords.In("He is to blame: human error, a mistake").Select(hint => hint.Word));

    [Fact]
    public void Every_known_word_has_its_suggestion() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements("blame", "to", "fault", "have", "should", "could", "root", "cause", "\n", " ", "’ve", "simply", "x", "of", "course", "error", "human")).Select(words => string.Join(' ', words)).ToArbitrary(),
            text => BlameWords.In(text).All(hint => hint.Suggestion.Length > 0 && text.Substring(hint.Start, hint.Length) == hint.Word)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_an_incident_cost_is_its_share_of_bad_events_over_the_budget()
    {
        var objective = Core.Tests.Slo.Any.Objective(target: 0.999);

        // Three hours of 30 days are 1/240 of the window; a tenth of all was bad where a thousandth may be: 100 times 1/240.
        var spent = BudgetSpent.Of("alpha", objective, TimeSpan.FromHours(3), 10, 100, null);
        Assert.Equal(100.0 / 240, spent.Share!.Value, 9);
        Assert.Equal("Availability: about 42% of the budget of 30 d was spent", spent.Says);
        Assert.Equal("Availability: about 0.4% of the budget of 30 d was spent", BudgetSpent.Of("alpha", objective, TimeSpan.FromHours(3), 0.1, 100, null).Says);
        Assert.Equal("Availability: less than 0.1% of the budget of 30 d was spent", BudgetSpent.Of("alpha", objective, TimeSpan.FromHours(3), 0.01, 100, null).Says);
        Assert.Equal((null, "Availability: nothing happened meanwhile, so the budget is untouched"), BudgetSpent.Of("alpha", objective, TimeSpan.FromHours(3), 0, 0, null) is var none ? (none.Share, none.Says) : default);
        Assert.Equal((null, "Availability: not known (it is away)"), BudgetSpent.Of("alpha", objective, TimeSpan.FromHours(3), null, 100, "it is away") is var away ? (away.Share, away.Says) : default);
        Assert.Null(BudgetSpent.Of("alpha", objective, TimeSpan.FromHours(3), double.PositiveInfinity, 100, null).Share);
    }

    [Fact]
    public void Text_in_Markdown_reads_as_it_was_written_and_nothing_comes_of_it() => Prop.ForAll(Hostile.ToArbitrary(), text =>
    {
        var line = MarkdownText.Line(text);
        var document = Markdown.Parse(line, Eager);
        var harmless = !document.Descendants().Any(one => one is LinkInline or AutolinkInline or HtmlInline or HtmlBlock or HeadingBlock or ListBlock or CodeBlock or CodeInline or EmphasisInline or QuoteBlock or ThematicBreakBlock);
        return harmless && Words(Markdown.ToPlainText(line, Eager)) == Words(text);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1. x", "1\\. x")]
    [InlineData("12) x", "12\\) x")]
    [InlineData("2026-11-21 a", "2026-11-21 a")]
    [InlineData("- x", "\\- x")]
    [InlineData("http://a.b", "http&#58;//a.b")]
    [InlineData("WWW.a.b", "WWW&#46;a.b")]
    [InlineData("a@b.c", "a&#64;b.c")]
    [InlineData("12:03", "12:03")]
    public void What_means_something_at_the_begin_of_a_line_or_by_itself_is_escaped(string text, string written) => Assert.Equal(written, MarkdownText.Line(text));

    [Fact]
    public void Of_several_lines_lists_stay_lists_and_the_rest_is_plain() =>
        Assert.Equal("\\# no\n- one\n- two \\*x\\*\n\n3\\. no", MarkdownText.Block("# no\r\n- one\n  * two *x*  \n\n3. no\n"));

    private static Gen<string> Hostile => Gen.Frequency((3, Any.Texts), (2, Gen.ArrayOf(Gen.Elements(
        "[a](http://x)", "![i](x)", "<b>", "&amp;", "# ", "- ", "1. ", "> ", "```", "`x`", "*", "**", "_", "__", "~~", "http://x.y", "www.x.y", "a@b.c", "|", "---", "\\", "$", ":smile:", "[^1]", "^x^", "\"q\"", " ")).Select(string.Concat)));

    // How many spaces there are, and which quotation marks a reader draws, is the reader's.
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
