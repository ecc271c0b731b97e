using OpsConsole.Components.Remediation;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Components.Remediation;

/// <summary>Several actions with one confirmation.</summary>
public sealed class ActionBatchTests
{
    private readonly ActionBatch batch = new(TimeProvider.System);

    [Fact]
    public void One_is_the_plain_case()
    {
        batch.Ask([KnownPlans.LeaseDelete], asksReason: true);
        Take(RiskTier.TypedName);
        batch.Reason = "because it must be";
        Assert.Equal("Type the target's name with its place.", Why());

        batch.Typed = "billing-lock @ east";
        Assert.Null(Why());
    }

    [Fact]
    public void Several_are_confirmed_by_their_number_and_one_reason()
    {
        batch.Ask([KnownPlans.Scale("2"), KnownPlans.LeaseDelete, KnownPlans.Scale("3") with { Target = "pay/other" }], asksReason: true);
        Assert.Equal("The plan is being made.", Why()!.Split(": ")[^1]);
        Take(RiskTier.TypedName);
        Assert.Equal("Type \"3 actions\".", Why());
        batch.Typed = "3 actions";
        Assert.Contains("Give a reason", Why(), StringComparison.Ordinal);
        batch.Reason = "because it must be";

        Assert.Null(Why());
        Assert.All(batch.Parts, part => Assert.Equal((part.Draft.Plan!.Target.Typed, "because it must be"), (part.Draft.Confirm().Typed, part.Draft.Confirm().Reason)));
    }

    [Fact]
    public void One_that_a_guard_stops_stops_them_all_and_is_named()
    {
        batch.Ask([KnownPlans.Scale("2"), KnownPlans.LeaseDelete], asksReason: false);
        batch.Parts[0].Draft.Take(KnownPlans.Made(RiskTier.Click), batch.Parts[0].Draft.Request);
        batch.Parts[1].Draft.Take(KnownPlans.Made(RiskTier.Click, "41", KnownPlans.HardBlock), batch.Parts[1].Draft.Request);

        Assert.StartsWith("Delete Lease pay/billing-lock: The lease is being renewed", Why(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_form_changes_is_asked_anew_and_what_stays_keeps_its_plan()
    {
        batch.Ask([KnownPlans.Scale("2"), KnownPlans.LeaseDelete], asksReason: false);
        Take(RiskTier.Click);
        var (first, second) = (batch.Parts[0], batch.Parts[1]);
        batch.Ask([KnownPlans.Scale("5"), KnownPlans.LeaseDelete], asksReason: false);

        Assert.Equal((first, second), (batch.Parts[0], batch.Parts[1]));
        Assert.Equal((true, false), (first.Draft.IsAhead, second.Draft.IsAhead));
        batch.Ask([KnownPlans.LeaseDelete], asksReason: false);
        Assert.Null(Assert.Single(batch.Parts).Draft.Plan);
    }

    [Fact]
    public void What_reached_only_some_is_said()
    {
        batch.Ask([KnownPlans.Scale("2"), KnownPlans.LeaseDelete], asksReason: false);
        batch.Parts[0].Run = KnownPlans.Run(RunState.Succeeded);
        batch.Parts[1].Run = KnownPlans.Run(RunState.Running);
        Assert.Equal("1 of 2 seen to have worked, 1 under way", batch.Outcome());
        batch.Parts[1].Run = KnownPlans.Run(RunState.Failed);
        Assert.Equal("Only 1 of 2 worked", batch.Outcome());

        batch.Again();
        Assert.Equal([batch.Parts[1]], batch.Open);
        batch.Parts[1].Run = KnownPlans.Run(RunState.Succeeded);
        Assert.Equal("All 2 worked", batch.Outcome());
    }

    private string? Why() => batch.WhyNot(no => no.Decision.Reason);

    private void Take(RiskTier tier)
    {
        foreach (var part in batch.Parts)
        {
            part.Draft.Take(KnownPlans.Made(tier), part.Draft.Request);
        }
    }
}
