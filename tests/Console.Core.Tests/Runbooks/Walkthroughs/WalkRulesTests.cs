using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

/// <summary>What a mark does to the steps.</summary>
public sealed class WalkRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly Walker Anna = new("anna", "Anna Ek");
    private static readonly Walker Ben = new("ben", "Ben Ek");
    private static readonly RunbookJump Gone = WalkWorld.Runbook.Steps[1].Jumps[0];
    private static readonly RunbookJump Again = WalkWorld.Runbook.Steps[1].Jumps[1];
    private long version = 1;

    private readonly WalkState begin = WalkState.Begin(WalkWorld.Runbook.Steps);

    [Fact]
    public void A_step_that_is_done_leads_to_the_next_and_the_last_to_what_was_left()
    {
        var state = Mark(begin, "look");
        Assert.Equal("holder", state.Current);
        state = Mark(Mark(Mark(state, "holder"), "wait", StepState.Failed), "delete");
        Assert.Equal("verify", state.Current);
        Assert.Null(Mark(state, "verify").Current);
        Assert.Equal("look", Mark(Mark(begin, "look", StepState.Skipped), "look", StepState.ToDo).Current);
    }

    [Fact]
    public void A_mark_elsewhere_does_not_move_what_is_to_do_next() => Assert.Equal("look", Mark(begin, "delete").Current);

    [Fact]
    public void An_answer_leads_on_and_skips_what_lies_between_but_nothing_that_was_done()
    {
        var state = Mark(begin, "holder", StepState.Done, Gone);
        Assert.Equal(("delete", "holder", "the holder is gone"), (state.Current, state.Marks["wait"].SkippedBy, state.Marks["holder"].Answer));

        state = Mark(Mark(begin, "wait", StepState.Failed), "holder", StepState.Done, Gone);
        Assert.Equal((StepState.Failed, null), (state.Marks["wait"].State, state.Marks["wait"].SkippedBy));
    }

    [Fact]
    public void An_answer_that_is_taken_back_gives_back_what_it_skipped()
    {
        var state = Mark(Mark(Mark(begin, "look"), "holder", StepState.Done, Gone), "holder", StepState.ToDo);
        Assert.Equal(("holder", StepState.ToDo), (state.Current, state.StateOf("wait")));
        state = Mark(Mark(begin, "holder", StepState.Done, Gone), "holder", StepState.Failed);
        Assert.True(state.IsToDo("wait"));
    }

    [Fact]
    public void An_answer_that_leads_back_makes_all_from_there_on_to_do_again()
    {
        var state = Mark(Mark(Mark(begin, "look"), "wait"), "holder", StepState.Done, Again);
        Assert.Equal("look", state.Current);
        Assert.All(state.Outline, step => Assert.True(state.IsToDo(step.Id)));
    }

    [Fact]
    public void Who_did_not_see_what_somebody_else_said_is_told_who_said_what_and_when()
    {
        var state = Mark(begin, "look", by: Ben);
        var problem = Assert.Single(Try(state, "look", StepState.Failed, null, Anna, seen: 1).Problems);
        Assert.Equal(("seenVersion", "Ben Ek marked \"Step look\" as done at 12:00:02 UTC, after what you saw: look at it again"), (problem.Where, problem.What));
        Assert.Same(state, Try(state, "look", StepState.Done, null, Anna, seen: 1).Value);
        Assert.True(Try(state, "look", StepState.Failed, null, Anna, seen: 2).IsOk);
        Assert.True(Try(state, "look", StepState.Failed, null, Ben, seen: 1).IsOk);
        Assert.True(Try(state, "look", StepState.Failed, null, Anna, seen: null).IsOk);

        Assert.StartsWith("Ben Ek marked \"Step look\"", Assert.Single(Try(state, "holder", StepState.Done, Again, Anna, seen: 1).Problems).What, StringComparison.Ordinal);
        state = Mark(begin, "holder", StepState.Done, Gone, Ben);
        Assert.StartsWith("Ben Ek answered \"Step holder\", which skipped \"Step wait\" at", Assert.Single(Try(state, "wait", StepState.Done, null, Anna, seen: 1).Problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_by_field()
    {
        Assert.Equal("step", Assert.Single(Try(begin, "nowhere", StepState.Done, null, Anna, null).Problems).Where);
        Assert.Equal("jump", Assert.Single(Try(begin, "look", StepState.Done, new("x", "nowhere"), Anna, null).Problems).Where);
        Assert.Equal("state", Assert.Single(Try(begin, "holder", StepState.Failed, Gone, Anna, null).Problems).Where);
    }

    [Theory]
    [InlineData("look", StepState.Done, -1, "marked \"Step look\" as done")]
    [InlineData("look", StepState.ToDo, -1, "took back the mark of \"Step look\"")]
    [InlineData("holder", StepState.Done, 0, "marked \"Step holder\" as done and went on to \"Step delete\": the holder is gone (1 skipped)")]
    [InlineData("holder", StepState.Done, 1, "went from \"Step holder\" back to \"Step look\": nothing is seen")]
    public void What_happened_is_said_in_a_sentence(string step, StepState state, int jump, string says)
    {
        var was = state is StepState.ToDo ? Mark(begin, step) : begin;
        var rule = jump < 0 ? null : WalkWorld.Runbook.Steps[1].Jumps[jump];
        Assert.Equal(says, WalkRules.Says(was, Mark(was, step, state, rule), step, state, rule));
    }

    private WalkState Mark(WalkState was, string step, StepState state = StepState.Done, RunbookJump? jump = null, Walker? by = null) => Try(was, step, state, jump, by ?? Anna, null).Value;

    private Result<WalkState> Try(WalkState was, string step, StepState state, RunbookJump? jump, Walker by, long? seen)
    {
        version++;
        return WalkRules.Mark(was, step, state, jump, new WalkTurn(by, Noon.AddSeconds(version), version, seen));
    }
}
