using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Runbooks;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Runbooks.Rendering;

/// <summary>Whatever a runbook, an alert or a profile holds, what is shown of it can do nothing.</summary>
public sealed class HarmlessTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(HostileMarkup.All.ToArray()), Gen.Elements("**", "*", "`", "```", "[", "](", ")", "![", "<", ">", "|", "\n", "\n\n", "- ", "> ", "{{ labels.pod }}", "\"", "'", "&", "#", "{#", "}", "\\", "    ", "\t", "a", " "),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null)).ArrayOf().Select(pieces => string.Concat(pieces.Take(12)));

    public static TheoryData<string> TextPlaces { get; } = [.. Places.OfText.Select(place => place.Name)];

    [Fact]
    public void The_list_is_long_enough_and_names_nothing_twice()
    {
        Assert.True(HostileMarkup.All.Count >= 300, $"{HostileMarkup.All.Count}");
        Assert.Equal(HostileMarkup.All.Count, HostileMarkup.All.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(TextPlaces))]
    public void Nothing_hostile_in_a_runbook_comes_alive(string place)
    {
        var write = Places.OfText.Single(one => one.Name == place).Write;
        Assert.Empty(HostileMarkup.All.SelectMany(hostile => Places.Wrongs(write(hostile), Places.Scene(hostile)).Select(wrong => $"{hostile}: {wrong}")));
    }

    [Fact]
    public void Nothing_hostile_in_a_value_comes_alive() =>
        Assert.Empty(HostileMarkup.All.SelectMany(hostile => Places.Wrongs(Places.Filled, Places.Scene(hostile)).Select(wrong => $"{hostile}: {wrong}")));

    [Fact]
    public void A_filled_value_is_shown_as_it_is_in_text_and_code()
    {
        foreach (var hostile in HostileMarkup.All.Where(text => !text.Any(char.IsControl) && !text.Any(char.IsSurrogate) && text.Trim() == text))
        {
            var html = string.Concat(Places.Html(RunbookRenderer.Render(RunbookReader.Read("billing", "x", Places.Filled), Places.Scene(hostile), Places.Here)));
            var shown = new HtmlParser().ParseDocument(html).QuerySelectorAll("span.filled").Select(span => span.TextContent).Distinct();
            Assert.Equal([hostile], shown);
        }
    }

    [Fact]
    public void Whatever_is_mixed_from_hostile_pieces_can_do_nothing() => Prop.ForAll(Texts.ToArbitrary(), Gen.Choose(0, Places.OfText.Length - 1).ToArbitrary(), (text, place) =>
    {
        var wrongs = Places.Wrongs(Places.OfText[place].Write(text), Places.Scene(text));
        return wrongs.Count == 0 ? true : throw new InvalidOperationException(string.Join("; ", wrongs));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void No_text_whatever_stops_the_reading_or_the_rendering() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var runbook = RunbookReader.Read("billing", "x", text);
        RunbookRenderer.Render(runbook, Places.Scene(text), Places.Here);
        return runbook.Steps.Select(step => step.Id).Distinct().Count() == runbook.Steps.Length
            && runbook.Steps.All(step => step.Id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void The_judge_itself_finds_what_is_wrong() => Assert.All(
        [
            "<script>x</script>", "<p onclick=x>", "<a href=\"javascript:x\">", "<a href=\"//x\">", "<a href=\"/x\">", "<img src=\"https://x/y.png\">", "<img src=\"runbook-files/../y.png\">", "<p style=\"x\">", "<td style=\"color: red\">",
            "<svg>", "<math>", "<iframe>", "<form>", "<a href=\"java\tscript:x\">", "<input type=text>", "<p id=x>",
        ],
        html => Assert.NotEmpty(HarmlessHtml.Wrongs(html.StartsWith("<td", StringComparison.Ordinal) ? $"<table><tr>{html}x</table>" : html, Places.Here)));
}
