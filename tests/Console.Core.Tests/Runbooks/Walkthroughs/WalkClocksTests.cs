using System.Collections.Immutable;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

/// <summary>The times that run while a walkthrough goes on.</summary>
public sealed class WalkClocksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly SeverityClass Critical = new(
        "critical", 0, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), "the owners", ImmutableDictionary<string, TimeSpan>.Empty.Add("NoLeader", TimeSpan.FromMinutes(2)));

    private static readonly Walkthrough Walk = new()
    {
        Id = "w",
        Runbook = "billing/no-leader",
        Title = "No leader",
        AlertName = "NoLeader",
        ClockFrom = Noon,
        StartedAt = Noon.AddMinutes(3),
        StartedBy = new("anna", "Anna Ek"),
        Text = string.Empty,
        Hash = string.Empty,
        Scene = RunbookScene.Nothing,
    };

    [Fact]
    public void The_runbooks_own_figures_go_before_those_of_the_severity()
    {
        var runbook = WalkWorld.Runbook with { RespondWithin = TimeSpan.FromMinutes(10), EscalateAfter = TimeSpan.FromMinutes(20), EscalateTo = "cluster administrators" };
        var clocks = WalkClocks.Of(Walk, runbook, Critical, Noon.AddMinutes(4));
        Assert.Equal((Noon.AddMinutes(10), TimeSpan.FromMinutes(7), false), (clocks.Respond!.Until, clocks.Respond.Left, clocks.Respond.IsOver));
        Assert.Equal((Noon.AddMinutes(20), TimeSpan.FromMinutes(16), "cluster administrators"), (clocks.Escalate!.Until, clocks.Escalate.Left, clocks.EscalateTo));
    }

    [Fact]
    public void An_alert_with_a_time_of_its_own_has_that_one()
    {
        var clocks = WalkClocks.Of(Walk, WalkWorld.Runbook, Critical, Noon.AddMinutes(15));
        Assert.Equal((Noon.AddMinutes(2), TimeSpan.FromMinutes(-1), true), (clocks.Respond!.Until, clocks.Respond.Left, clocks.Respond.IsOver));
        Assert.Equal((Noon.AddMinutes(15), true, "the owners"), (clocks.Escalate!.Until, clocks.Escalate.IsOver, clocks.EscalateTo));
        Assert.Equal(Noon.AddMinutes(5), WalkClocks.Of(Walk with { AlertName = "Other" }, null, Critical, Noon).Respond!.Until);
    }

    [Fact]
    public void After_the_end_no_clock_runs_and_where_nothing_is_asked_for_there_is_none()
    {
        var ended = WalkClocks.Of(Walk with { EndedAt = Noon.AddMinutes(9) }, null, Critical, Noon.AddHours(9));
        Assert.Equal((TimeSpan.FromMinutes(6), false), (ended.Escalate!.Left, ended.Escalate.IsOver));
        Assert.Equal(new WalkClocks(null, null, string.Empty), WalkClocks.Of(Walk, null, null, Noon));
        Assert.Null(WalkClocks.Of(Walk, null, Critical with { EscalateAfter = null }, Noon).Escalate);
    }
}
