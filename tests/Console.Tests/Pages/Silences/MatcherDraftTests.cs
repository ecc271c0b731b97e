using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Pages.Silences.Asking;
using OpsConsole.Silences;

namespace OpsConsole.Tests.Pages.Silences;

/// <summary>Rows and text of a silence's matchers say the same.</summary>
public sealed class MatcherDraftTests
{
    [Fact]
    public void A_text_becomes_rows_and_a_row_that_is_changed_becomes_text()
    {
        var draft = new MatcherDraft("alertname=\"Slow\", pod=~\"api-.*\"");
        Assert.Equal([("alertname", MatchKind.Equal, "Slow"), ("pod", MatchKind.Regex, "api-.*")], draft.Rows.Select(row => (row.Label, row.Kind, row.Value)));
        Assert.Null(draft.Problem);

        draft.Set(draft.Rows[1], kind: MatchKind.NotEqual, value: "a \"b\", c");
        Assert.Equal("alertname=\"Slow\", pod!=\"a \\\"b\\\", c\"", draft.Text);
        Assert.Equal(2, draft.Matchers.Length);
        draft.Remove(draft.Rows[1]);
        Assert.Equal("alertname=\"Slow\"", draft.Text);
        draft.Add();
        Assert.Equal("alertname=\"Slow\"", draft.Text);
        draft.Set(draft.Rows[1], "system", MatchKind.Equal, "billing");
        Assert.Equal("alertname=\"Slow\", system=\"billing\"", draft.Text);
    }

    [Fact]
    public void Rows_that_stay_the_same_keep_their_place_while_the_text_is_typed()
    {
        var draft = new MatcherDraft("a=\"1\", b=\"2\"");
        var first = draft.Rows[0];
        draft.SetText("a=\"1\", b=\"23\"");

        Assert.Same(first, draft.Rows[0]);
        Assert.Equal("23", draft.Rows[1].Value);
    }

    [Fact]
    public void That_nothing_was_written_yet_is_no_mistake_until_something_was()
    {
        var draft = new MatcherDraft(string.Empty);
        Assert.True(draft.IsUntouched);
        draft.SetText("a=\"1\"");
        draft.SetText(string.Empty);

        Assert.False(draft.IsUntouched);
        Assert.False(new MatcherDraft("1a").IsUntouched);
    }

    [Theory]
    [InlineData("", "Name at least one label")]
    [InlineData("  ", "Name at least one label")]
    [InlineData("a=\"\"", "fit every alert that lacks these labels")]
    [InlineData("a=~\".*\"", "fit every alert that lacks these labels")]
    [InlineData("1a=\"b\"", "no label name")]
    [InlineData("a=~\"(\"", "no regular expression")]
    [InlineData("a=~\"((((a{1,100}){1,100}){1,100}){1,100})\"", "Of the matchers the first is wrong")]
    [InlineData("nonsense", "the first is wrong")]
    public void What_is_wrong_is_said_and_nothing_that_was_typed_is_lost(string text, string expected)
    {
        var draft = new MatcherDraft(text);

        Assert.Contains(expected, draft.Problem, StringComparison.Ordinal);
        Assert.Empty(draft.Matchers);
        Assert.Equal(text, draft.Text);
        Assert.NotEmpty(draft.Rows);
    }

    [Fact]
    public void More_matchers_than_a_silence_takes_are_refused_with_what_to_do()
    {
        var draft = new MatcherDraft(string.Join(", ", Enumerable.Range(0, 201).Select(number => $"l{number}=\"v\"")));

        Assert.Contains("are 201: 200 at most", draft.Problem, StringComparison.Ordinal);
        Assert.Equal(200, draft.Rows.Count);
    }

    [Fact]
    public void Whatever_is_typed_rows_that_are_right_read_back_as_they_stand() => Prop.ForAll(
        Gen.ListOf(Gen.Elements("a", "b", "\"", "\\", ",", "=", "!", "~", " ", "{", "}", ".*", "ü")).Select(parts => string.Concat(parts)).ToArbitrary(),
        text =>
        {
            var draft = new MatcherDraft(text);
            return draft.Problem is not null || SilenceMatchers.Write(draft.Rows.Select(row => Matcher.Create(row.Label, row.Kind, row.Value).Value)) == SilenceMatchers.Write(draft.Matchers);
        }).QuickCheckThrowOnFailure();
}
