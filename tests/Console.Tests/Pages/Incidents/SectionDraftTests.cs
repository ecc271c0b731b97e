using OpsConsole.Incidents;
using OpsConsole.Pages.Incidents.Reviews;

namespace OpsConsole.Tests.Pages.Incidents;

/// <summary>A section that two people write at once.</summary>
public sealed class SectionDraftTests
{
    private static readonly ReviewText Begun = Text(1, "It was slow.\n- one");

    [Fact]
    public void What_somebody_else_wrote_meanwhile_waits_and_changes_nothing_under_the_hands()
    {
        var draft = new SectionDraft(Begun) { Text = "It was slow.\n- one\n- mine" };
        draft.Meet(Begun);
        Assert.Null(draft.Theirs);
        draft.Meet(Text(2, "It was slow.\n- one\n- theirs"));
        draft.Meet(Begun);
        Assert.Equal((2, 1, "It was slow.\n- one\n- mine"), (draft.Theirs!.Version, draft.Seen, draft.Text));
        draft.Meet(Text(3, "It was slow.\n- one\n- theirs, better"));
        Assert.Equal("It was slow.\n- one\n- theirs, better", draft.Theirs.Text);
    }

    [Fact]
    public void Both_are_put_into_one_text_that_is_written_from_the_newest()
    {
        var draft = new SectionDraft(Begun) { Text = "It was slow.\r\n- one\r\n- mine" };
        draft.Meet(Text(2, "It was slow.\n- one\n- theirs"));
        draft.TakeBoth();
        Assert.Equal(("It was slow.\n- one\n- mine\n- theirs", 2, null, true), (draft.Text, draft.Seen, draft.Theirs, draft.IsChanged));
    }

    [Fact]
    public void Who_goes_on_with_their_own_text_writes_it_from_the_newest()
    {
        var draft = new SectionDraft(Begun) { Text = "mine" };
        draft.Meet(Text(4, "theirs"));
        draft.TakeMine();
        Assert.Equal(("mine", 4, null, true), (draft.Text, draft.Seen, draft.Theirs, draft.IsChanged));
    }

    [Fact]
    public void Who_goes_on_with_theirs_can_still_read_what_they_wrote()
    {
        var draft = new SectionDraft(Begun) { Text = "mine" };
        draft.Meet(Text(2, "theirs"));
        draft.TakeTheirs();
        Assert.Equal(("theirs", "mine", 2, false), (draft.Text, draft.Left, draft.Seen, draft.IsChanged));
        draft.Meet(Text(3, "theirs again"));
        draft.TakeTheirs();
        Assert.Equal(("theirs again", "mine"), (draft.Text, draft.Left));
    }

    [Fact]
    public void Who_begins_from_an_earlier_text_has_something_to_lose() => Assert.True(new SectionDraft(Begun, "as it was").IsChanged);

    [Theory]
    [InlineData("It was slow.\n- one", false)]
    [InlineData("It was slow.\r\n- one \n", false)]
    [InlineData("It was slow.", true)]
    [InlineData("", true)]
    public void Ends_of_lines_and_blanks_at_the_end_are_no_change(string text, bool isChanged) => Assert.Equal(isChanged, new SectionDraft(Begun) { Text = text }.IsChanged);

    [Theory]
    [InlineData("They should have looked", "They ", " looked")]
    [InlineData("first line\nThey should have looked\nlast", "They ", " looked")]
    [InlineData("A long beginning of a sentence in which they should have looked at every dashboard there is", "… sentence in which they ", " looked at every dashboa…")]
    public void A_word_that_blames_is_shown_with_what_stands_around_it_in_its_line(string text, string before, string after)
    {
        Assert.Equal((before, after), ReviewWords.Context(text, Assert.Single(BlameWords.In(text))));
    }

    [Theory]
    [InlineData(0, "today")]
    [InlineData(1, "tomorrow")]
    [InlineData(9, "in 9 days")]
    [InlineData(-1, "late by a day")]
    [InlineData(-40, "late by 40 days")]
    public void A_day_is_told_by_how_far_it_is(int days, string says) => Assert.Equal(says, ReviewWords.Until(new DateOnly(2026, 12, 1).AddDays(days), new DateOnly(2026, 12, 1)));

    private static ReviewText Text(int version, string text) => new(ReviewSection.Lessons, version, text, DateTimeOffset.UnixEpoch.AddMinutes(version), new IncidentPerson("ben", "Ben Ek"));
}
