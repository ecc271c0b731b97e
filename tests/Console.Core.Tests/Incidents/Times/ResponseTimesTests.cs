using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Times;

/// <summary>How long people took to respond.</summary>
public sealed class ResponseTimesTests(Stores stores)
{
    private static readonly TimeZoneInfo Paris = ZoneClock.Find("Europe/Paris").Value;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_median_is_the_middle_and_nine_tenths_are_within_the_ninetieth_percentile()
    {
        Assert.Equal(new Spread(0, null, null), Spread.Of([]));
        Assert.Equal(new Spread(1, Minutes(7), Minutes(7)), Spread.Of([Minutes(7)]));
        Assert.Equal(new Spread(4, Minutes(2.5), Minutes(9)), Spread.Of([Minutes(9), Minutes(1), Minutes(3), Minutes(2)]));
        Assert.Equal(new Spread(10, Minutes(5.5), Minutes(9)), Spread.Of(Enumerable.Range(1, 10).Select(minutes => Minutes(minutes))));
        Assert.Equal(new Spread(11, Minutes(6), Minutes(10)), Spread.Of(Enumerable.Range(1, 11).Select(minutes => Minutes(minutes))));
    }

    [Fact]
    public void It_is_night_by_the_wall_of_the_place_from_22_and_before_7()
    {
        // Paris is an hour ahead of UTC in November, two in July.
        Assert.Equal([false, true, true, false], new[] { "2026-11-21T20:59Z", "2026-11-21T21:00Z", "2026-11-22T05:59Z", "2026-11-22T06:00Z" }.Select(at => ResponseTimes.IsNight(DateTimeOffset.Parse(at, null), Paris)));
        Assert.Equal([false, true, true, false], new[] { "2026-07-21T19:59Z", "2026-07-21T20:00Z", "2026-07-22T04:59Z", "2026-07-22T05:00Z" }.Select(at => ResponseTimes.IsNight(DateTimeOffset.Parse(at, null), Paris)));
    }

    [Fact]
    public void Nothing_is_lost_each_incident_is_counted_or_said_to_be_left_out() => Prop.ForAll(Some.ToArbitrary(), incidents =>
    {
        var times = ResponseTimes.Of(incidents, Any.Noon.AddDays(-30), Any.Noon, Paris);
        return times.Systems.All(system =>
        {
            var its = incidents.Where(incident => incident.OpenedAt >= times.Since && incident.OpenedAt <= times.Until && (system.System is null ? incident.Systems.IsEmpty : incident.Systems.Contains(system.System))).ToList();
            return system.Incidents + system.Merged == its.Count
                && new[] { system.Acknowledge, system.Mitigate, system.Resolve }.All(step =>
                    step.All.Count + step.LeftOut == system.Incidents && step.Day.Count + step.Night.Count == step.All.Count && IsSound(step.All) && IsSound(step.Day) && IsSound(step.Night))
                && system.Resolve.LeftOut == system.StillOpen;
        }) && times.Systems.Select(system => system.System).ToHashSet().Count == times.Systems.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_incidents_is_of_no_matter() => Prop.ForAll(Some.ToArbitrary(), incidents =>
        ResponseTimes.Of(incidents, Any.Noon.AddDays(-30), Any.Noon, Paris).Systems.SequenceEqual(ResponseTimes.Of(incidents.Reverse(), Any.Noon.AddDays(-30), Any.Noon, Paris).Systems)).QuickCheckThrowOnFailure();

    [Fact]
    public async Task The_desk_reads_them_and_refuses_what_is_no_period_and_no_zone()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var clock = new FakeTime(Any.Noon);
        await using var console = new IncidentWorld(store, clock);
        var incident = await console.OpenedAsync();
        await console.OpenedAsync();
        clock.Advance(TimeSpan.FromMinutes(4));
        IncidentWorld.Must(await console.Desk.AcknowledgeAsync(incident.Id, IncidentWorld.Ada, null, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(4));
        await console.ClosedAsync(incident);
        var alpha = Assert.Single(IncidentWorld.Must(await console.Get<ResponseTimesDesk>().ReadAsync(30, "Europe/Paris", Cancellation)).Systems);
        Assert.Equal(("alpha", 2, 1), (alpha.System, alpha.Incidents, alpha.StillOpen));
        Assert.Equal(new StepTimes(new(1, Minutes(4), Minutes(4)), new(1, Minutes(4), Minutes(4)), new(0, null, null), 1), alpha.Acknowledge);
        Assert.Equal((2, Minutes(8)), (alpha.Mitigate.LeftOut, alpha.Resolve.All.Median!.Value));
        Assert.Equal(["days", "zone"], (await console.Get<ResponseTimesDesk>().ReadAsync(31, "Europe/Pariss", Cancellation)).Problems.Select(problem => problem.Where));
    }

    private static Gen<ImmutableArray<Incident>> Some => Gen.ArrayOf(
        from hours in Gen.Choose(-800, 10)
        from steps in Gen.ArrayOf(Gen.Choose(0, 300), 3)
        from state in Gen.Elements(Enum.GetValues<IncidentState>())
        from said in Gen.ArrayOf(Gen.Elements(true, false), 2)
        from systems in Gen.Elements<ImmutableArray<string>>([], ["a"], ["b"], ["a", "b"])
        select Of(Any.Noon.AddHours(hours), steps, state, said, systems)).Select(all => all.ToImmutableArray());

    private static Incident Of(DateTimeOffset at, int[] minutes, IncidentState state, bool[] said, ImmutableArray<string> systems) => IncidentLife.Open("i", "x", 1, at, IncidentPerson.Console, systems, []) with
    {
        State = state,
        AcknowledgedAt = said[0] ? at.AddMinutes(minutes[0]) : null,
        MitigatedAt = said[1] ? at.AddMinutes(minutes[1]) : null,
        ResolvedAt = state is IncidentState.Closed ? at.AddMinutes(minutes[2]) : null,
    };

    private static bool IsSound(Spread spread) => spread.Count == 0 ? spread is { Median: null, NinetiethPercentile: null } : spread.Median >= TimeSpan.Zero && spread.NinetiethPercentile >= spread.Median - TimeSpan.FromTicks(1);

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
