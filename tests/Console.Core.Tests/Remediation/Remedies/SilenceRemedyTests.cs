using OpsConsole.Core.Tests.Boards;
using OpsConsole.Remediation;
using OpsConsole.Upstream;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Remedies;

/// <summary>What the actions on silences do, what they see afterwards, and what takes them back.</summary>
public sealed class SilenceRemedyTests
{
    private const string Id = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
    private readonly ActionWorld world = new();

    [Fact]
    public async Task A_silence_is_made_in_the_person_s_name_and_holds_its_alerts_back()
    {
        world.Alerts = [Firing("Slow"), Firing("Slow", "pay")];
        var (remedy, plan, order) = await PlanAsync("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "2h"));
        Assert.Equal("a Silence of system=\"fleet\", from now for 2h", plan.Changes[0].After);
        Assert.Equal(("Silence system=\"fleet\"", null), (plan.Target.Title, plan.State.Uid));
        Assert.EndsWith("the silence names Ada", plan.ActsAs, StringComparison.Ordinal);
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);

        await remedy.ExecuteAsync(plan, order, Cancellation);
        var made = world.Alertmanager.All.Single();
        Assert.Equal(("Ada", "because it must be (action r1)", BoardWorld.Noon.AddHours(2)), (made.CreatedBy, made.Comment, made.EndsAt));
        Assert.Equal(SightingState.UnderWay, (await remedy.LookAsync(plan, order, Cancellation)).State);

        world.Time.Advance(TimeSpan.FromSeconds(2));
        world.Tell();
        Assert.Contains("1 of 1 alert is not held back yet: Slow", (await remedy.LookAsync(plan, order, Cancellation)).Says, StringComparison.Ordinal);
        world.Alerts = [Firing("Slow", silencedBy: [made.Id]), Firing("Slow", "pay")];
        world.Tell();
        var seen = await remedy.LookAsync(plan, order, Cancellation);
        Assert.Equal((SightingState.Worked, made.Id), (seen.State, seen.Made));

        var undo = remedy.Undo(plan, seen)!;
        Assert.Equal(("silence-expire", $"main/{made.Id}"), (undo.Kind, undo.Target));
    }

    [Fact]
    public async Task A_silence_of_somebody_else_with_the_same_matchers_is_not_taken_for_ours()
    {
        var (remedy, plan, order) = await PlanAsync("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "2h"));
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));

        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);
        Assert.Null(remedy.Undo(plan, new Sighting(SightingState.NotDone, string.Empty)));
    }

    [Fact]
    public async Task A_silence_that_somebody_ends_at_once_had_no_effect()
    {
        var (remedy, plan, order) = await PlanAsync("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "2h"));
        await remedy.ExecuteAsync(plan, order, Cancellation);
        await world.Alertmanager.ExpireAsync(world.Alertmanager.All.Single().Id, Cancellation);

        Assert.Equal(SightingState.NoEffect, (await remedy.LookAsync(plan, order, Cancellation)).State);
    }

    [Fact]
    public async Task A_silence_is_extended_from_now_and_set_back_to_what_was_left()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"", hours: 1));
        var (remedy, plan, order) = await PlanAsync("silence-extend", $"main/{Id}", ("duration", "3h"));
        Assert.Equal("it ends 2026-11-21T15:00:00Z, 2 h later", plan.Changes.Single().After);
        Assert.Equal((Id, "2026-11-21T13:00:00Z", "active"), (plan.State.Uid, plan.State.Facts["endsAt"], plan.State.Facts["state"]));
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);

        Assert.Equal("its end is set", await remedy.ExecuteAsync(plan, order, Cancellation));
        var changed = world.Alertmanager.All.Single();
        Assert.Equal(("bob", BoardWorld.Noon.AddHours(3)), (changed.CreatedBy, changed.EndsAt));
        Assert.Equal("planned work; Ada set its end: because it must be (action r1)", changed.Comment);
        var seen = await remedy.LookAsync(plan, order, Cancellation);
        Assert.Equal(SightingState.Worked, seen.State);

        world.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("50m", remedy.Undo(plan, seen)!.Parameters["duration"]);
        world.Time.Advance(TimeSpan.FromMinutes(50));
        Assert.Null(remedy.Undo(plan, seen));
    }

    [Fact]
    public async Task A_silence_that_changed_after_the_plan_is_not_written_over()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"", hours: 1));
        var (extend, plan, order) = await PlanAsync("silence-extend", $"main/{Id}", ("duration", "3h"));
        var (expire, other, _) = await PlanAsync("silence-expire", $"main/{Id}");
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"", hours: 2));

        var failure = await Assert.ThrowsAsync<UpstreamException>(() => extend.ExecuteAsync(plan, order, Cancellation));
        Assert.Equal(UpstreamFault.Conflict, failure.Fault);
        Assert.Contains("endsAt 2026-11-21T14:00:00Z, was 2026-11-21T13:00:00Z", failure.Message, StringComparison.Ordinal);
        Assert.Equal(UpstreamFault.Conflict, (await Assert.ThrowsAsync<UpstreamException>(() => expire.ExecuteAsync(other, order, Cancellation))).Fault);
    }

    [Fact]
    public async Task A_silence_that_is_ended_can_be_made_anew_for_what_was_left_of_it()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\", alertname=\"Slow\"", hours: 1));
        world.Alerts = [Firing("Slow", silencedBy: [Id])];
        var (remedy, plan, order) = await PlanAsync("silence-expire", $"main/{Id}");
        Assert.Equal(RiskTier.TypedName, plan.Tier);
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);

        await remedy.ExecuteAsync(plan, order, Cancellation);
        var seen = await remedy.LookAsync(plan, order, Cancellation);
        Assert.Equal(SightingState.Worked, seen.State);

        var undo = remedy.Undo(plan, seen)!;
        Assert.Equal(("silence-create", "main", "alertname=\"Slow\", system=\"fleet\"", "1h"), (undo.Kind, undo.Target, undo.Parameters["matchers"], undo.Parameters["duration"]));
        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(remedy.Undo(plan, seen));
    }

    [Fact]
    public async Task A_silence_with_matchers_that_can_t_be_read_is_ended_but_not_made_anew()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"") with { Unjudged = ["pod=~\"\\\\pL\""] });
        var (remedy, plan, _) = await PlanAsync("silence-expire", $"main/{Id}");

        Assert.Null(remedy.Undo(plan, new Sighting(SightingState.Worked, string.Empty)));
    }

    [Fact]
    public async Task A_silence_that_is_not_there_can_t_be_planned()
    {
        var answer = Assert.IsType<PlanAnswer.Unplannable>(await world.Planner.PlanAsync(Ask("silence-expire", $"main/{Id}"), Ada, Cancellation));

        Assert.Contains($"there is no Silence {Id} at main", answer.Because, StringComparison.Ordinal);
    }

    private async Task<(IRemedy Remedy, ActionPlan Plan, ActionOrder Order)> PlanAsync(string kind, string target, params (string Name, string Value)[] parameters) =>
        (world.Book.Find(kind)!, await world.PlanAsync(Ask(kind, target, parameters)), world.Order());
}
