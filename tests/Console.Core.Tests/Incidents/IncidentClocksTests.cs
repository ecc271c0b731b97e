using System.Collections.Immutable;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Within what time somebody has to have an incident.</summary>
public sealed class IncidentClocksTests
{
    private static readonly Incident OfBoth = new() { Id = "a", Title = "It fails", Class = 0, Systems = ["alpha", "beta"], OpenedAt = Any.Noon, OpenedBy = IncidentPerson.Console };

    [Fact]
    public void Of_several_systems_the_shortest_time_counts_from_its_begin()
    {
        var clock = IncidentClocks.Of(OfBoth, Catalog(("alpha", 0, 9), ("beta", 0, 5)))!;

        Assert.Equal((0, TimeSpan.FromMinutes(5), Any.Noon.AddMinutes(5), Any.Noon.AddMinutes(20)), (clock.Class, clock.Within, clock.Until, clock.EscalatesAt));
        Assert.False(clock.IsLateAt(Any.Noon.AddMinutes(5)));
        Assert.True(clock.IsLateAt(Any.Noon.AddMinutes(5).AddTicks(1)));
    }

    [Fact]
    public void There_is_none_where_no_system_has_such_a_class_and_none_about_no_system()
    {
        Assert.Null(IncidentClocks.Of(OfBoth, Catalog(("alpha", 1, 9), ("other", 0, 5))));
        Assert.Null(IncidentClocks.Of(OfBoth with { Systems = [] }, Catalog(("alpha", 0, 9))));
        Assert.Null(IncidentClocks.Of(OfBoth, SystemCatalog.Empty));
    }

    private static SystemCatalog Catalog(params (string Id, int Class, int Minutes)[] systems) => new(
        [.. systems.Select(one => new LoadedSystem(
            new SystemProfile
            {
                Id = one.Id,
                Title = one.Id,
                ClaimsAlerts = [],
                Severities = [new SeverityClass("critical", one.Class, TimeSpan.FromMinutes(one.Minutes), TimeSpan.FromMinutes(20), "lead", ImmutableDictionary<string, TimeSpan>.Empty)],
            },
            [], $"systems/{one.Id}.yaml"))],
        []);
}
