using OpsConsole.Core.Tests.Boards;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Upstream;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Remedies;

/// <summary>The ways a silence ends, changing one, and clusters of several Alertmanagers.</summary>
public sealed class SilenceWaysTests
{
    private const string Id = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
    private readonly ActionWorld world = new();

    [Theory]
    [InlineData("2026-11-21T12:00:00Z", "end", "comes before the begin, which is now (2026-11-21T12:00:00Z)")]
    [InlineData("2026-11-21T11:00:00Z", "end", "comes before the begin")]
    [InlineData("2026-11-21T12:00:30Z", "end", "is less than 1m away")]
    [InlineData("2037-11-21T12:00:00Z", "end", "is more than ten years away")]
    [InlineData("2026-11-21T18:00:00", "end", "is no time with its offset from UTC")]
    [InlineData("tomorrow", "end", "is no time with its offset from UTC")]
    public void An_end_that_is_none_says_what_would_be_right(string end, string where, string expected)
    {
        var problem = Wrong(("end", end));

        Assert.Equal(where, problem.Where);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void One_way_is_given_and_not_two()
    {
        Assert.Contains("is given beside a duration", Wrong(("end", "2026-11-21T18:00:00Z"), ("duration", "1h")).What, StringComparison.Ordinal);
        Assert.Contains("is given beside an end", Wrong(("end", "2026-11-21T18:00:00Z"), ("until", "resolved")).What, StringComparison.Ordinal);
        Assert.Contains("write resolved", Wrong(("duration", "1h"), ("until", "tuesday")).What, StringComparison.Ordinal);
        Assert.Contains("is longer than 1d", Wrong(("duration", "25h"), ("until", "resolved")).What, StringComparison.Ordinal);
        Assert.Equal(("duration", "is missing: write for example 2h"), (Wrong().Where, Wrong().What));
    }

    [Fact]
    public async Task Five_years_are_refused_in_words_by_the_guard()
    {
        var answer = await world.JudgeAsync("too-long", Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "5y")));

        Assert.Equal((GuardVerdict.Block, "1825 d; the profile allows 24 h"), (answer.Verdict, answer.Saw));
    }

    [Fact]
    public async Task Until_an_end_it_lasts_until_that_end_and_names_its_ticket()
    {
        var (remedy, plan, order) = await PlanAsync(world, "silence-create", "main", ("matchers", "system=\"fleet\""), ("end", "2026-11-21T18:30+01:00"), ("ticket", "OPS-7"));
        Assert.Contains("until 2026-11-21 17:30 UTC", plan.Title, StringComparison.Ordinal);
        await remedy.ExecuteAsync(plan, order, Cancellation);

        var made = world.Alertmanager.All.Single();
        Assert.Equal((new DateTimeOffset(2026, 11, 21, 17, 30, 0, TimeSpan.Zero), "because it must be OPS-7 (action r1)"), (made.EndsAt, made.Comment));
    }

    [Fact]
    public async Task Until_its_alerts_are_over_it_begins_short_and_its_comment_says_so()
    {
        var (remedy, plan, order) = await PlanAsync(world, "silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "24h"), ("until", "resolved"));
        await remedy.ExecuteAsync(plan, order, Cancellation);

        var made = world.Alertmanager.All.Single();
        Assert.Equal(BoardWorld.Noon.AddMinutes(30), made.EndsAt);
        Assert.Equal("because it must be (action r1) (until resolved, at most to 2026-11-22T12:00:00Z, kept to 2026-11-21T12:30:00Z)", made.Comment);
        Assert.Equal(("r1", BoardWorld.Noon.AddHours(24)), (SilenceMark.RunThatKeeps(made), SilenceMark.KeptAtMostTo(made)));
        Assert.Null(SilenceMark.RunThatKeeps(made with { EndsAt = made.EndsAt.AddMinutes(5) }));
    }

    [Fact]
    public async Task Other_matchers_make_another_silence_and_end_the_old_one_and_are_taken_back()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"", hours: 2));
        var (remedy, plan, order) = await PlanAsync(world, "silence-edit", $"main/{Id}", ("matchers", "system=\"fleet\", alertname=\"Slow\""), ("duration", "1h"));
        Assert.Equal(SightingState.NotDone, (await remedy.LookAsync(plan, order, Cancellation)).State);
        Assert.StartsWith("the old one ended, and made anew, id ", await remedy.ExecuteAsync(plan, order, Cancellation), StringComparison.Ordinal);

        world.Time.Advance(TimeSpan.FromSeconds(2));
        world.Tell();
        var seen = await remedy.LookAsync(plan, order, Cancellation);
        Assert.Equal(SightingState.Worked, seen.State);
        Assert.Equal([SilenceState.Expired, SilenceState.Active], world.Alertmanager.All.Select(silence => silence.State));
        var undo = remedy.Undo(plan, seen)!;
        Assert.Equal(("silence-edit", $"main/{seen.Made}", "system=\"fleet\""), (undo.Kind, undo.Target, undo.Parameters["matchers"]));
    }

    [Fact]
    public async Task The_same_matchers_keep_the_id()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\"", hours: 2));
        var (remedy, plan, order) = await PlanAsync(world, "silence-edit", $"main/{Id}", ("matchers", "system=\"fleet\""), ("duration", "1h"));

        Assert.Equal("changed, under the same id", await remedy.ExecuteAsync(plan, order, Cancellation));
    }

    [Fact]
    public async Task In_a_cluster_it_has_worked_only_once_every_member_that_answers_has_it()
    {
        var (second, two) = Two();
        var (remedy, plan, order) = await PlanAsync(two, "silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h"));
        await remedy.ExecuteAsync(plan, order, Cancellation);
        two.Time.Advance(TimeSpan.FromSeconds(2));
        two.Tell();
        var partly = await remedy.LookAsync(plan, order, Cancellation);
        Assert.Equal((SightingState.UnderWay, "the silence is active at main, and not yet at second"), (partly.State, partly.Says));

        second.Put(two.Alertmanager.All.Single() with { Source = "second" });
        Assert.Equal(SightingState.Worked, (await remedy.LookAsync(plan, order, Cancellation)).State);
        second.IsAway = Away();
        var seen = await remedy.LookAsync(plan, order, Cancellation);
        Assert.Equal(SightingState.Worked, seen.State);
        Assert.EndsWith("; second does not answer", seen.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_dies_after_the_plan_leaves_the_write_to_another()
    {
        var (second, two) = Two();
        second.Put(SilenceOf(Id, "system=\"fleet\""));
        two.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));
        var (create, plan, order) = await PlanAsync(two, "silence-create", "main", ("matchers", "system=\"fleet\", alertname=\"Slow\""), ("duration", "1h"));
        var (expire, ending, _) = await PlanAsync(two, "silence-expire", $"main/{Id}");
        two.Alertmanager.IsAway = Away();

        Assert.EndsWith("at second: main did not answer", await create.ExecuteAsync(plan, order, Cancellation), StringComparison.Ordinal);
        Assert.Equal("ended at second: main did not answer", await expire.ExecuteAsync(ending, order, Cancellation));
        Assert.Equal(SightingState.Worked, (await expire.LookAsync(ending, order, Cancellation)).State);
        Assert.Equal(2, second.Writes);
    }

    [Fact]
    public async Task What_may_have_been_done_is_not_done_at_another_member_too()
    {
        var (second, two) = Two();
        var (create, plan, order) = await PlanAsync(two, "silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h"));
        two.Alertmanager.IsAway = new UpstreamException("main", UpstreamFault.TimedOut, "no answer in time").WithUnknownOutcome();

        await Assert.ThrowsAsync<UpstreamException>(() => create.ExecuteAsync(plan, order, Cancellation));
        Assert.Empty(second.All);
    }

    [Fact]
    public void Two_hundred_matchers_are_taken_and_one_more_is_refused_with_what_to_do()
    {
        string Of(int count) => string.Join(", ", Enumerable.Range(0, count).Select(number => $"l{number}=\"v\""));

        Assert.Equal(200, MatcherList.Read(Of(200)).Value.Length);
        Assert.Contains("are 201: 200 at most. A regular expression says many values in one", MatcherList.Read(Of(201)).Explanation, StringComparison.Ordinal);
        var target = new ActionTarget("Silence", "main", string.Empty, Of(200));
        Assert.Equal(("silence @ main", true), (target.Typed, target.Key.Length < 200));
    }

    [Fact]
    public void Of_a_silence_that_exists_as_much_is_typed_as_lists_show_of_its_id() =>
        Assert.Equal("38840ba5 @ main", new ActionTarget("Silence", "main", string.Empty, "38840ba5-48d2-4c62-9ea3-4b2f6a0c1d2e").Typed);

    private static UpstreamException Away() => new("main", UpstreamFault.Unreachable, "Alertmanager main does not answer");

    private static (MemoryAlertmanager Second, ActionWorld World) Two()
    {
        var second = new MemoryAlertmanager("second", new FakeTime(BoardWorld.Noon));
        return (second, new ActionWorld(null, second));
    }

    private Problem Wrong(params (string Name, string Value)[] more)
    {
        var read = RequestReading.Read(Ask("silence-create", "main", [("matchers", "system=\"fleet\""), .. more]), world.Book.Find("silence-create")!, world.Scenes.Catalog);
        return read.Problems[0];
    }

    private static async Task<(IRemedy Remedy, ActionPlan Plan, ActionOrder Order)> PlanAsync(ActionWorld world, string kind, string target, params (string Name, string Value)[] parameters) =>
        (world.Book.Find(kind)!, await world.PlanAsync(Ask(kind, target, parameters)), world.Order());
}
