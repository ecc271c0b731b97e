using OpsConsole.Access;
using OpsConsole.Components.Remediation;
using OpsConsole.Core.Tests;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Components.Remediation;

public sealed class ActionDraftTests
{
    private readonly FakeTime time = new(KnownPlans.Now);
    private readonly ActionDraft draft;

    public ActionDraftTests() => draft = new ActionDraft(KnownPlans.LeaseDelete, false, time);

    private string? WhyNot => draft.WhyNot(no => $"denied: {no.Decision.Reason}");

    [Fact]
    public void A_typed_name_and_a_reason_open_the_button()
    {
        Take(KnownPlans.Made());

        Assert.Equal("Type the target's name with its place.", WhyNot);
        draft.Typed = "billing-lock @ west";
        Assert.Equal("What you typed is not the target's name with its place.", WhyNot);
        draft.Typed = "  billing-lock@east ";
        Assert.Equal("Give a reason of at least 5 letters.", WhyNot);
        draft.Reason = "    why    ";
        Assert.NotNull(WhyNot);
        draft.Reason = "stuck lease";

        Assert.Null(WhyNot);
    }

    [Fact]
    public void A_click_needs_neither()
    {
        Take(KnownPlans.Made(RiskTier.Click));

        Assert.Null(WhyNot);
        Assert.Null(draft.Confirm().Typed);
    }

    [Fact]
    public void An_action_that_asks_for_a_reason_gets_one_also_for_a_click()
    {
        var silence = new ActionDraft(KnownPlans.LeaseDelete, true, time);
        silence.Take(KnownPlans.Made(RiskTier.Click), silence.Request);

        Assert.Equal("Give a reason of at least 5 letters.", silence.WhyNot(_ => string.Empty));
    }

    [Fact]
    public void Nothing_that_was_typed_is_lost_when_the_same_plan_is_made_anew()
    {
        Take(KnownPlans.Made());
        (draft.Typed, draft.Reason) = ("billing-lock @ east", "stuck lease");

        Take(KnownPlans.Made(guards: [KnownPlans.Warn, KnownPlans.Pass]));

        Assert.Equal(("billing-lock @ east", "stuck lease"), (draft.Typed, draft.Reason));
        Assert.Null(draft.Changed);
        Assert.Null(WhyNot);
    }

    [Fact]
    public void A_target_that_changed_after_typing_asks_for_another_look_and_keeps_the_reason()
    {
        Take(KnownPlans.Made());
        (draft.Typed, draft.Reason) = ("billing-lock @ east", "stuck lease");

        Take(KnownPlans.Made(version: "42"));

        Assert.Contains("its version, from 41 to 42", draft.Changed, StringComparison.Ordinal);
        Assert.Equal("The target changed: look at it again first.", WhyNot);
        Assert.Equal((string.Empty, "stuck lease"), (draft.Typed, draft.Reason));

        draft.Look();
        Assert.Equal("Type the target's name with its place.", WhyNot);
    }

    [Fact]
    public void A_target_that_was_made_anew_is_said_to_be_another()
    {
        Take(KnownPlans.Made());
        draft.Typed = "b";

        Take(new PlanAnswer.Made(KnownPlans.Plan(version: "42") with { State = new TargetState("uid-2", KnownPlans.Plan().State.Facts) }));

        Assert.Contains("made anew", draft.Changed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_changes_before_anything_is_said_needs_no_second_look_but_time_to_be_seen()
    {
        Take(KnownPlans.Made(RiskTier.Click));
        Assert.False(draft.RefusesUnseen());

        Take(KnownPlans.Made(RiskTier.Click, "42"));

        Assert.Null(draft.Changed);
        Assert.True(draft.RefusesUnseen());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(draft.RefusesUnseen());
        Assert.Empty(draft.Refused);
    }

    [Fact]
    public void Another_parameter_is_another_plan_and_no_change_of_the_target()
    {
        Take(KnownPlans.Made());
        draft.Typed = "billing-lock @ east";

        draft.Set("replicas", "5");
        Assert.Equal("What you typed is being checked.", WhyNot);
        Take(KnownPlans.Made(version: "42"));

        Assert.Null(draft.Changed);
        Assert.Equal("billing-lock @ east", draft.Typed);
    }

    [Fact]
    public void An_answer_to_what_stands_in_the_form_no_more_is_dropped()
    {
        var asked = draft.Request;
        draft.Set("replicas", "5");

        draft.Take(KnownPlans.Made(), asked);

        Assert.Null(draft.Answer);
    }

    [Fact]
    public void A_guard_that_stops_is_named_and_unknown_is_never_a_pass()
    {
        Take(KnownPlans.Made(RiskTier.Click, guards: [KnownPlans.HardBlock]));
        Assert.Equal("The lease is being renewed: 3 s ago by a ready pod.", WhyNot);

        Take(KnownPlans.Made(RiskTier.Click, guards: [KnownPlans.HardBlock with { Verdict = GuardVerdict.Unknown, Title = "Who holds it can't be told" }]));
        Assert.Equal("Who holds it can't be told: 3 s ago by a ready pod. Unknown is never a pass.", WhyNot);
    }

    [Fact]
    public void Of_several_guards_that_stop_the_one_that_nobody_can_override_is_named()
    {
        Take(KnownPlans.Made(RiskTier.Click, guards: [KnownPlans.Block, KnownPlans.HardBlock]));

        Assert.StartsWith("The lease is being renewed", WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overridden_guard_asks_for_the_typed_name_and_a_reason_at_least()
    {
        Take(KnownPlans.Made(RiskTier.Click, guards: [KnownPlans.Block]));
        Assert.Equal("Changes are frozen: until 14:00.", WhyNot);

        draft.Override("freeze", true);

        Assert.Equal(RiskTier.TypedName, draft.Tier);
        (draft.Typed, draft.Reason) = ("billing-lock @ east", "agreed with the release lead");
        Assert.Null(WhyNot);
        Assert.Equal(["freeze"], draft.Confirm().Override);
    }

    [Fact]
    public void What_was_overridden_is_forgotten_once_it_stops_no_more()
    {
        Take(KnownPlans.Made(RiskTier.Click, guards: [KnownPlans.Block]));
        draft.Override("freeze", true);

        Take(KnownPlans.Made(RiskTier.Click, guards: [KnownPlans.Pass]));

        Assert.Empty(draft.Overridden);
        Assert.Equal(RiskTier.Click, draft.Tier);
    }

    [Fact]
    public void A_broken_glass_asks_for_a_longer_reason()
    {
        Take(KnownPlans.Made(RiskTier.SecondPerson));
        (draft.Typed, draft.Reason, draft.BreakGlass) = ("billing-lock @ east", "stuck lease", true);

        Assert.Equal("Give a reason of at least 20 letters.", WhyNot);
        draft.Reason = "nobody who could agree answers the phone";

        Assert.Null(WhyNot);
        Assert.True(draft.Confirm().BreakGlass);
    }

    [Fact]
    public void What_could_not_be_checked_again_is_old_and_closes_the_button()
    {
        Take(KnownPlans.Made(RiskTier.Click));
        draft.Fail("The database does not answer.");
        Assert.Contains("could not be checked again. The database does not answer.", WhyNot, StringComparison.Ordinal);

        Take(KnownPlans.Made(RiskTier.Click));
        Assert.Null(WhyNot);
        time.Advance(TimeSpan.FromSeconds(13));

        Assert.Contains("What you see is old", WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_not_is_told_that_before_anything_else()
    {
        Take(new PlanAnswer.Denied(Actions.LeaseDelete, new Decision(false, "lease-delete needs operator on billing", null)));

        Assert.Equal("denied: lease-delete needs operator on billing", WhyNot);
    }

    [Fact]
    public void A_wrong_parameter_stands_beside_its_field_until_it_is_changed()
    {
        Take(new PlanAnswer.Wrong([new Problem("replicas", "'three' is no whole number: write 2 to 6")]));

        Assert.Equal(["'three' is no whole number: write 2 to 6"], draft.ProblemsOf("replicas"));
        Assert.Empty(draft.ProblemsOf("duration"));
        draft.Set("replicas", "3");
        Assert.Empty(draft.ProblemsOf("replicas"));
    }

    [Fact]
    public void The_same_attempt_keeps_its_key_and_a_refused_one_gets_another()
    {
        Take(KnownPlans.Made(RiskTier.Click));
        var key = draft.Confirm().IdempotencyKey;
        Take(KnownPlans.Made(RiskTier.Click));
        Assert.Equal(key, draft.Confirm().IdempotencyKey);

        draft.Refuse([new Problem("guards", "somebody else was faster")]);

        Assert.NotEqual(key, draft.Confirm().IdempotencyKey);
    }

    private void Take(PlanAnswer answer) => draft.Take(answer, draft.Request);
}
