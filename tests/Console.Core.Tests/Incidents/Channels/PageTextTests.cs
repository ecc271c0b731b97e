using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Untrusted text made fit to be carried.</summary>
public sealed class PageTextTests
{
    private static readonly Gen<string> AnyText = Gen.ArrayOf(Gen.Elements(
        "a", "Ü", "😀", "\uD83D", "\uDE00", "\0", "\r", "\n", "\t", " ", "\u2028", "\u202E", "\u200B", "\u0007", "👨\u200D👩", "\uE000", "long word")).Select(string.Concat);

    [Theory]
    [InlineData("  two\r\n lines\t here ", "two lines here")]
    [InlineData("\u202Eright to left\u0000\u0007", "right to left")]
    [InlineData("👨\u200D👩", "👨\u200D👩")]
    public void A_line_is_one_line(string text, string line) => Assert.Equal(line, PageText.Line(text, 100));

    // Not among the lines above: an attribute can't hold half a character.
    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("half \uFFFD", PageText.Line("half \uD83D", 100));

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("one\n\n  two", PageText.Lines("\r\none  \r\n\r\n  two\n\n", 100));

    [Fact]
    public void What_is_longer_is_cut_between_characters() => Assert.Equal("😀😀…", PageText.Line("😀😀😀😀", 6));

    [Fact]
    public void Whatever_is_written_it_is_short_enough_whole_and_free_of_what_is_not_seen() => Prop.ForAll(
        AnyText.ToArbitrary(), Gen.Choose(2, 60).ToArbitrary(), (text, most) =>
        {
            var (line, lines) = (PageText.Line(text, most), PageText.Lines(text, most));
            return IsFit(line, most) && IsFit(lines, most) && !line.AsSpan().ContainsAny('\n', '\t') && line == PageText.Line(line, most) && lines == PageText.Lines(lines, most);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(PageKind.Trigger, Severity.High, "High: Nobody leads")]
    [InlineData(PageKind.Trigger, Severity.Unknown, "Severity unknown: Nobody leads")]
    [InlineData(PageKind.Acknowledge, Severity.High, "Acknowledged: Nobody leads")]
    [InlineData(PageKind.Resolve, Severity.High, "Resolved: Nobody leads")]
    public void The_headline_says_what_the_page_does(PageKind kind, Severity severity, string words) =>
        Assert.Equal(words, PageWords.Headline(SomePages.Of(kind) with { Severity = severity }, 100));

    private static bool IsFit(string text, int most) => text.Length <= most && !text.AsSpan().ContainsAny('\r', '\0', '\u202E') && !text.Contains('\u200B', StringComparison.Ordinal)
        && text.EnumerateRunes().All(rune => rune.Value != 0xFFFD || text.Contains('\uFFFD', StringComparison.Ordinal)) && text == string.Concat(text.EnumerateRunes());
}
