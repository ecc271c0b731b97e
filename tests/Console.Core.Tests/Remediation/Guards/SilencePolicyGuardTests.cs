using OpsConsole.Core.Tests.Boards;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Sources;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Guards;

/// <summary>The guards of silences that hold people to the house's rules, and look at Alertmanager itself.</summary>
public sealed class SilencePolicyGuardTests
{
    private const string Id = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
    private readonly ActionWorld world = new();

    [Theory]
    [InlineData("alertname=~\".+\"", GuardVerdict.Block)]
    [InlineData("alertname=~\".*\", severity=~\".+\"", GuardVerdict.Block)]
    [InlineData("alertname!=\"Slow\", system=~\".+\"", GuardVerdict.Block)]
    [InlineData("alertname=~\"(.|\\\\s)+\"", GuardVerdict.Block)]
    [InlineData("alertname=~\"S.+\"", GuardVerdict.Pass)]
    [InlineData("alertname=~\"[a-z]+\"", GuardVerdict.Pass)]
    [InlineData("system=\"fleet\", alertname=~\".+\"", GuardVerdict.Pass)]
    public async Task Matchers_that_fit_whatever_comes_are_refused(string matchers, GuardVerdict verdict)
    {
        var answer = await CreateAsync(world, "everything", matchers);

        Assert.Equal((verdict, false), (answer.Verdict, answer.MayBeOverridden));
    }

    [Theory]
    [InlineData("2h", GuardVerdict.Pass)]
    [InlineData("2h1m", GuardVerdict.Block)]
    public async Task The_role_s_limit_holds_for_making_extending_and_changing(string duration, GuardVerdict verdict)
    {
        var options = new SilencesOptions();
        options.LongestByRole["operator"] = "2h";
        var limited = new ActionWorld(options);
        limited.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));
        var answer = await CreateAsync(limited, "role-limit", "system=\"fleet\"", ("duration", duration));

        Assert.Equal((verdict, true), (answer.Verdict, answer.Saw.EndsWith("operator may 2 h", StringComparison.Ordinal) || answer.Saw.EndsWith("operator may 120 min", StringComparison.Ordinal)));
        Assert.Equal(verdict, (await limited.JudgeAsync("role-limit", Ask("silence-extend", $"main/{Id}", ("duration", duration)))).Verdict);
        Assert.Equal(verdict, (await limited.JudgeAsync("role-limit", Ask("silence-edit", $"main/{Id}", ("matchers", "system=\"fleet\""), ("duration", duration)))).Verdict);
    }

    [Fact]
    public async Task An_end_counts_like_the_duration_until_it()
    {
        var end = SilenceTime.Write(BoardWorld.Noon.AddHours(25));

        Assert.Equal(GuardVerdict.Block, (await world.JudgeAsync("too-long", Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("end", end)))).Verdict);
    }

    [Theory]
    [InlineData(0, null, GuardVerdict.Pass)]
    [InlineData(1, null, GuardVerdict.Pass)]
    [InlineData(2, null, GuardVerdict.Warn)]
    [InlineData(3, null, GuardVerdict.Block)]
    [InlineData(3, "OPS-1", GuardVerdict.Pass)]
    public async Task The_third_renewal_within_a_week_needs_a_ticket(int before, string? ticket, GuardVerdict verdict)
    {
        world.History.Silenced = [.. Enumerable.Range(1, before).Select(hours => BoardWorld.Noon.AddHours(-hours)), BoardWorld.Noon.AddDays(-8)];

        Assert.Equal(verdict, (await CreateAsync(world, "renewals", "system=\"fleet\"", ticket is null ? [] : [("ticket", ticket)])).Verdict);
    }

    [Theory]
    [InlineData(null, GuardVerdict.Block)]
    [InlineData("OPS-77", GuardVerdict.Pass)]
    public async Task Where_tickets_are_asked_for_there_must_be_one(string? ticket, GuardVerdict verdict)
    {
        var strict = new ActionWorld(new SilencesOptions { TicketPattern = "OPS-\\d+" });

        Assert.Equal(verdict, (await CreateAsync(strict, "ticket", "system=\"fleet\"", ticket is null ? [] : [("ticket", ticket)])).Verdict);
        var wrong = Assert.IsType<PlanAnswer.Wrong>(await strict.Planner.PlanAsync(
            Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h"), ("ticket", "later")), Ada, Cancellation));
        Assert.Equal("names no ticket: one looks like OPS-\\d+", wrong.Problems.Single().What);
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync(world, "ticket", "system=\"fleet\"")).Verdict);
    }

    [Fact]
    public async Task A_silence_within_a_wider_one_warns()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));

        Assert.Equal(GuardVerdict.Warn, (await CreateAsync(world, "within", "system=\"fleet\", alertname=\"Slow\"")).Verdict);
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync(world, "within", "system=\"fleet\"")).Verdict);
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync(world, "within", "system=\"pay\", alertname=\"Slow\"")).Verdict);
        Assert.Equal(GuardVerdict.Pass, (await world.JudgeAsync("within", Ask("silence-edit", $"main/{Id}", ("matchers", "system=\"fleet\", alertname=\"Slow\""), ("duration", "1h")))).Verdict);
    }

    [Theory]
    [InlineData(5, GuardVerdict.Pass)]
    [InlineData(90, GuardVerdict.Warn)]
    [InlineData(-90, GuardVerdict.Warn)]
    [InlineData(3600, GuardVerdict.Block)]
    public async Task A_clock_that_is_off_is_said_and_one_that_has_passed_the_end_refuses(int secondsAhead, GuardVerdict verdict)
    {
        world.Live.Sources.Observed(new SourceBoard([Source("main") with { ClockAhead = TimeSpan.FromSeconds(secondsAhead) }], [], [], [], [], []));

        Assert.Equal(verdict, (await CreateAsync(world, "clock", "system=\"fleet\"")).Verdict);
    }

    [Fact]
    public async Task A_member_that_does_not_answer_is_named_and_another_is_written_to()
    {
        var two = new ActionWorld(null, new MemoryAlertmanager("second", new FakeTime(BoardWorld.Noon)));
        two.Live.Sources.Observed(new SourceBoard([Source("main") with { Reachable = false }, Source("second")], [], [], [], [], []));
        var answer = await CreateAsync(two, "members", "system=\"fleet\"");

        Assert.Equal((GuardVerdict.Warn, "main of main and second: it is written at second, and they take it up once they are back"), (answer.Verdict, answer.Saw));
        Assert.Equal("second", two.Read(Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h"))).Target.Place);
        Assert.Equal("second", two.Read(Ask("silence-expire", $"main/{Id}")).Target.Place);
        Assert.Equal(GuardVerdict.Pass, (await CreateAsync(world, "members", "system=\"fleet\"")).Verdict);
    }

    [Theory]
    [InlineData("system=\"fleet\"", GuardVerdict.Pass)]
    [InlineData("system=\"pay\"", GuardVerdict.Block)]
    public async Task A_silence_of_another_system_can_t_be_taken_over_by_changing_its_matchers(string was, GuardVerdict verdict)
    {
        world.Alertmanager.Put(SilenceOf(Id, was));

        Assert.Equal(verdict, (await world.JudgeAsync("too-broad", Ask("silence-edit", $"main/{Id}", ("matchers", "system=\"fleet\""), ("duration", "1h")))).Verdict);
    }

    [Fact]
    public async Task Alerts_that_a_change_frees_are_named()
    {
        world.Alertmanager.Put(SilenceOf(Id, "system=\"fleet\""));
        world.Alerts = [Firing("Slow", silencedBy: [Id]), Firing("Down", silencedBy: [Id])];
        var answer = await world.JudgeAsync("freed", Ask("silence-edit", $"main/{Id}", ("matchers", "system=\"fleet\", alertname=\"Slow\""), ("duration", "1h")));

        Assert.Equal((GuardVerdict.Warn, "Down"), (answer.Verdict, answer.Saw));
    }

    private static SourceStatus Source(string name) => new() { Name = name, Kind = SourceKind.Alertmanager, Address = "http://x", Reachable = true };

    private static Task<GuardAnswer> CreateAsync(ActionWorld world, string guard, string matchers, params (string Name, string Value)[] more) =>
        world.JudgeAsync(guard, Ask("silence-create", "main", [("matchers", matchers), .. Array.Exists(more, one => one.Name == "duration") ? [] : ((string, string)[])[("duration", "1h")], .. more]));
}
