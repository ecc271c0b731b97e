using System.Collections.Immutable;
using AngleSharp.Dom;
using OpsConsole.Components.Remediation;
using OpsConsole.Remediation;
using OpsConsole.Tests.Pages;

namespace OpsConsole.Tests.Components.Remediation;

/// <summary>What is drawn of a plan, and asked of the person.</summary>
public sealed class PlanPartsTests
{
    private const string Script = "<img src=x onerror=alert(1)>";
    private readonly ActionDraft draft = new(KnownPlans.Scale("three"), false, TimeProvider.System);

    [Fact]
    public async Task A_verdict_is_a_shape_a_word_and_a_colour_with_what_was_seen()
    {
        var list = await Drawn.OfAsync<GuardList>(("Guards", ImmutableArray.Create(KnownPlans.HardBlock, KnownPlans.Warn, KnownPlans.Pass)));

        var rows = list.QuerySelectorAll("li");
        Assert.Equal(["critical", "warning", "ok"], rows.Select(row => row.GetAttribute("data-sev")));
        Assert.Equal(["Blocks", "Warns", "Pass"], rows.Select(row => row.QuerySelector(".said")!.Words()));
        Assert.All(rows, row => Assert.NotNull(row.QuerySelector(".said svg")));
        Assert.Contains("3 s ago by a ready pod", rows[0].Words(), StringComparison.Ordinal);
        Assert.Contains("No role can override this.", rows[0].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_may_is_offered_to_override_and_only_what_may_be()
    {
        var guards = ImmutableArray.Create(KnownPlans.Block, KnownPlans.HardBlock);

        var mine = await Drawn.OfAsync<GuardList>(("Guards", guards), ("MayOverride", true), ("SaysWhoMay", true));
        var others = await Drawn.OfAsync<GuardList>(("Guards", guards), ("SaysWhoMay", true));

        Assert.Single(mine.QuerySelectorAll("input[type=checkbox]"));
        Assert.Empty(others.QuerySelectorAll("input"));
        Assert.Contains("admin", others.QuerySelector("li")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_parameter_says_beside_its_field_what_would_be_right()
    {
        draft.Take(new PlanAnswer.Wrong([new Problem("replicas", "'three' is no whole number: write 2 to 6")]), draft.Request);

        var form = await Drawn.OfAsync<ParameterForm>(("Fields", ImmutableArray.Create(new ActionField("replicas", "Replicas", FieldForm.Number, "2 to 6"))), ("Draft", draft));

        var input = form.QuerySelector("input")!;
        Assert.Equal(("three", "true"), (input.GetAttribute("value"), input.GetAttribute("aria-invalid")));
        Assert.Contains("write 2 to 6", form.QuerySelector($"#{input.GetAttribute("aria-describedby")}")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Replicas", form.QuerySelector($"label[for={input.Id}]")!.Words());
    }

    [Fact]
    public async Task A_click_asks_for_nothing_to_be_typed() =>
        Assert.Empty((await FormAsync(RiskTier.Click)).QuerySelectorAll("input, textarea"));

    [Fact]
    public async Task A_risky_action_asks_for_the_name_with_its_place_and_a_reason()
    {
        var form = await FormAsync(RiskTier.TypedName);

        Assert.Contains("billing-lock @ east", form.Words(), StringComparison.Ordinal);
        Assert.NotNull(form.QuerySelector("#act-typed"));
        Assert.NotNull(form.QuerySelector("#act-reason"));
        Assert.DoesNotContain("Who can agree", form.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_person_is_named_and_none_of_late_is_said_as_well()
    {
        Assert.Contains("Ada Approver", (await FormAsync(RiskTier.SecondPerson, ["Ada Approver"])).Words(), StringComparison.Ordinal);
        Assert.Contains("Nobody who could agree was here of late", (await FormAsync(RiskTier.SecondPerson, [])).Words(), StringComparison.Ordinal);
        Assert.Contains("Not known yet", (await FormAsync(RiskTier.SecondPerson)).Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    public async Task The_glass_is_offered_where_profile_and_grant_allow_it(bool profile, bool grant, int boxes)
    {
        var plan = KnownPlans.Plan(RiskTier.SecondPerson) with { MayBreakGlass = profile };
        draft.Take(new PlanAnswer.Made(plan), draft.Request);

        var form = await Drawn.OfAsync<ConfirmForm>(("Draft", draft), ("Plan", plan), ("MayBreakGlass", grant));

        Assert.Equal(boxes, form.QuerySelectorAll("input[type=checkbox]").Length);
    }

    [Fact]
    public async Task A_changed_target_asks_for_another_look()
    {
        draft.Take(KnownPlans.Made(), draft.Request);
        draft.Typed = "billing-lock @ east";
        draft.Take(KnownPlans.Made(version: "42"), draft.Request);

        var form = await Drawn.OfAsync<ConfirmForm>(("Draft", draft), ("Plan", draft.Plan));

        Assert.Contains("from 41 to 42", form.QuerySelector("[role=alert]")!.Words(), StringComparison.Ordinal);
        Assert.Equal(string.Empty, form.QuerySelector("#act-typed")!.GetAttribute("value") ?? string.Empty);
    }

    [Fact]
    public async Task What_a_server_or_a_person_writes_is_text_and_never_markup()
    {
        var run = KnownPlans.Run(RunState.Waiting) with { Steps = [new(1, ActionStage.Execution, KnownPlans.Now, StepMark.Bad, Script)] };

        IElement[] drawn =
        [
            await Drawn.OfAsync<StepList>(("Steps", run.Steps)),
            await Drawn.OfAsync<ChangeList>(("Changes", ImmutableArray.Create(new PlannedChange(Script, Script))), ("Warnings", ImmutableArray.Create(Script))),
            await Drawn.OfAsync<GuardList>(("Guards", ImmutableArray.Create(KnownPlans.Pass with { Title = Script, Saw = Script }))),
            await Drawn.OfAsync<RunFacts>(("Run", run with { Reason = Script, By = run.By with { Name = Script } })),
        ];

        Assert.All(drawn, part =>
        {
            Assert.Empty(part.QuerySelectorAll("img"));
            Assert.Contains(Script, part.TextContent, StringComparison.Ordinal);
        });
    }

    private Task<IElement> FormAsync(RiskTier tier, ImmutableArray<string>? approvers = null)
    {
        draft.Take(KnownPlans.Made(tier), draft.Request);
        return Drawn.OfAsync<ConfirmForm>(("Draft", draft), ("Plan", draft.Plan), ("Approvers", approvers));
    }
}
