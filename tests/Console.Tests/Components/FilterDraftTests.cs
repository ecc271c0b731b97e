using OpsConsole.Components;

namespace OpsConsole.Tests.Components;

public sealed class FilterDraftTests
{
    [Fact]
    public void What_is_typed_is_in_force_at_once_and_goes_to_the_address_when_it_is_sent()
    {
        var told = 0;
        var draft = new FilterDraft(() => told++);
        draft.Read("severity=critical");
        draft.Text = "pod=a";

        Assert.Equal(("severity=\"critical\"", "severity=\"critical\" pod=\"a\"", true, 2), (draft.Filter.ToString(), draft.Effective.ToString(), draft.CanCommit, told));
        Assert.Equal("severity=\"critical\" pod=\"a\"", draft.Commit().ToString());
        Assert.Equal((string.Empty, false), (draft.Text, draft.CanCommit));
    }

    [Fact]
    public void What_makes_no_sense_yet_changes_nothing_but_the_words()
    {
        var draft = new FilterDraft(() => { });
        draft.Read("severity=critical");
        draft.Text = "pod=~\"(";

        Assert.NotNull(draft.Problem);
        Assert.False(draft.CanCommit);
        Assert.Equal(draft.Filter, draft.Effective);
    }

    [Fact]
    public void An_address_that_is_wrong_goes_back_to_the_box()
    {
        var draft = new FilterDraft(() => { });
        draft.Read("severity=~\"(\"");

        Assert.Equal("severity=~\"(\"", draft.Text);
        Assert.True(draft.Filter.IsEmpty);
        Assert.Contains("column", draft.Problem, StringComparison.Ordinal);
    }
}
