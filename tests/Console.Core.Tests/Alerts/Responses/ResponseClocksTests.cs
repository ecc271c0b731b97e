using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Alerts.Responses;

public sealed class ResponseClocksTests
{
    private static readonly ResponseClocks Clocks = new(With(
        new SeverityClass("critical", 0, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), "senior engineer", ImmutableDictionary<string, TimeSpan>.Empty.Add("DatabaseDown", TimeSpan.FromMinutes(2))),
        new SeverityClass("warning", 2, TimeSpan.FromMinutes(30), null, "platform", [])));

    [Fact]
    public void An_alert_is_answered_within_the_time_of_its_class_or_of_its_own()
    {
        var clock = Clocks.Of(Any.Alert(minutes: 3), AckBoard.Empty)!;
        Assert.Equal((0, TimeSpan.FromMinutes(5), Any.Noon.AddMinutes(2), Any.Noon.AddMinutes(12), "senior engineer"), (clock.Class, clock.Within, clock.Until, clock.EscalatesAt, clock.EscalatesTo));
        Assert.Equal(Any.Noon.AddMinutes(-1), Clocks.Of(Any.Alert("DatabaseDown", minutes: 3), AckBoard.Empty)!.Until);
        Assert.Null(Clocks.Of(Any.Alert(severity: "warning"), AckBoard.Empty)!.EscalatesAt);
    }

    [Theory]
    [InlineData("critical", "alpha", AlertState.Pending)]
    [InlineData("critical", "alpha", AlertState.Silenced)]
    [InlineData("critical", "alpha", AlertState.Inhibited)]
    [InlineData("critical", "", AlertState.Firing)]
    [InlineData("critical", "other", AlertState.Firing)]
    [InlineData("info", "alpha", AlertState.Firing)]
    public void No_clock_runs_for_what_asks_nobody_now(string severity, string system, AlertState state) =>
        Assert.Null(Clocks.Of(Any.Alert(system: system, severity: severity, state: state), AckBoard.Empty));

    [Fact]
    public void No_clock_runs_for_a_test() => Assert.Null(Clocks.Of(Any.Alert(labels: (TestAlert.Label, "ada")), AckBoard.Empty));

    [Fact]
    public void It_is_late_from_the_instant_after_its_time()
    {
        var clock = Clocks.Of(Any.Alert(minutes: 0), AckBoard.Empty)!;

        Assert.True(clock.IsRunning);
        Assert.False(clock.IsLateAt(Any.Noon.AddMinutes(5)));
        Assert.True(clock.IsLateAt(Any.Noon.AddMinutes(5).AddTicks(1)));
    }

    [Fact]
    public void Whoever_has_it_stops_the_clock_in_time_or_late()
    {
        var alert = Any.Alert(minutes: 10);
        var late = Any.Acknowledgement(alert);
        var inTime = late with { At = Any.Noon.AddMinutes(-6) };

        Assert.Equal((false, true), (Answered(alert, late).IsRunning, Answered(alert, late).IsLateAt(Any.Noon)));
        Assert.False(Answered(alert, inTime).IsLateAt(Any.Noon.AddHours(1)));
        Assert.False(Answered(alert, late with { TakenFrom = new AckOwner("ben", "Ben") }).IsLateAt(Any.Noon));
    }

    [Fact]
    public void The_first_that_is_due_is_the_one_whose_time_is_over_first_and_that_nobody_has()
    {
        var had = Any.Alert("Had", minutes: 60);
        var first = Any.Alert("DatabaseDown", minutes: 1);
        Alert[] alerts = [Any.Alert(severity: "warning", minutes: 2), had, Any.Alert(minutes: 1), first];

        Assert.Same(first, Clocks.FirstDue(alerts, new AckBoard([Any.Acknowledgement(had)]))!.Alert);
        Assert.Null(Clocks.FirstDue([had], new AckBoard([Any.Acknowledgement(had)])));
        Assert.Null(Clocks.FirstDue([], AckBoard.Empty));
    }

    private static ResponseClock Answered(Alert alert, Acknowledgement by) => Clocks.Of(alert, new AckBoard([by]))!;

    private static SystemCatalog With(params SeverityClass[] classes)
    {
        var catalog = Catalogs.Of("alpha");
        return catalog with { Systems = [.. catalog.Systems.Select(system => system with { Profile = system.Profile with { Severities = [.. classes] } })] };
    }
}
