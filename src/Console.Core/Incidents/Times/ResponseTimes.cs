using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Incidents;

/// <summary>How long something took, over several incidents.</summary>
/// <param name="Count">How many were counted.</param>
/// <param name="Median">The middle one; of an even number the mean of the two in the middle. Null for none.</param>
/// <param name="NinetiethPercentile">The shortest time within which nine tenths were done (the nearest rank, as in NIST/SEMATECH 7.2.6.2 without interpolation). Null for none.</param>
public sealed record Spread(int Count, TimeSpan? Median, TimeSpan? NinetiethPercentile)
{
    /// <summary>Sums up times.</summary>
    /// <param name="times">The times, in any order.</param>
    public static Spread Of(IEnumerable<TimeSpan> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var sorted = times.Order().ToArray();
        return sorted.Length == 0 ? new Spread(0, null, null)
            : new Spread(sorted.Length, (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[((9 * sorted.Length) + 9) / 10 - 1]);
    }
}

/// <summary>How long a step of the response took, by day and by night, and what is left out.</summary>
/// <param name="All">All that were counted.</param>
/// <param name="Day">Those that began by day.</param>
/// <param name="Night">Those that began by night.</param>
/// <param name="LeftOut">How many have no such time: it was not said, or is still to come.</param>
public sealed record StepTimes(Spread All, Spread Day, Spread Night, int LeftOut);

/// <summary>The times of one system. All run from when an incident began.</summary>
/// <param name="System">Its id; null for incidents about no system.</param>
/// <param name="Incidents">How many began, without those that were merged into others.</param>
/// <param name="Merged">How many were merged into others: they are left out, the others are not.</param>
/// <param name="StillOpen">How many of them still go on.</param>
/// <param name="Reopened">How many were opened again: what counts is their last end.</param>
/// <param name="Acknowledge">Until somebody had it; left out are those that nobody had.</param>
/// <param name="Mitigate">Until nobody was hurt any more; left out are those of which nobody said so.</param>
/// <param name="Resolve">Until it was over; left out are those that still go on.</param>
public sealed record SystemTimes(string? System, int Incidents, int Merged, int StillOpen, int Reopened, StepTimes Acknowledge, StepTimes Mitigate, StepTimes Resolve);

/// <summary>How long people took to respond, system by system.</summary>
/// <param name="Since">Incidents that began from then on.</param>
/// <param name="Until">Until when.</param>
/// <param name="Zone">The time zone by whose walls it is night.</param>
/// <param name="Systems">The systems with incidents, by id; an incident about several counts for each.</param>
public sealed record ResponseTimes(DateTimeOffset Since, DateTimeOffset Until, string Zone, ImmutableArray<SystemTimes> Systems)
{
    /// <summary>Whether it is night there.</summary>
    /// <param name="at">When.</param>
    /// <param name="zone">Where.</param>
    public static bool IsNight(DateTimeOffset at, TimeZoneInfo zone) => Night.IsAt(ZoneClock.Wall(at, zone).Hour);

    /// <summary>Reckons them.</summary>
    /// <param name="incidents">Incidents, in any order; those that began before <paramref name="since"/> or after <paramref name="until"/> do not count.</param>
    /// <param name="since">From when on.</param>
    /// <param name="until">Until when.</param>
    /// <param name="zone">Where it is night.</param>
    public static ResponseTimes Of(IEnumerable<Incident> incidents, DateTimeOffset since, DateTimeOffset until, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        ArgumentNullException.ThrowIfNull(zone);
        var of = incidents.Where(incident => since <= incident.OpenedAt && incident.OpenedAt <= until)
            .SelectMany(incident => incident.Systems.IsEmpty ? [(System: (string?)null, Incident: incident)] : incident.Systems.Select(system => (System: (string?)system, Incident: incident)))
            .GroupBy(one => one.System, one => one.Incident, StringComparer.Ordinal);
        return new ResponseTimes(since, until, zone.Id, [.. of.OrderBy(system => system.Key, StringComparer.Ordinal).Select(system => Of(system.Key, [.. system], zone))]);
    }

    private static SystemTimes Of(string? system, List<Incident> all, TimeZoneInfo zone)
    {
        var own = all.Where(incident => incident.State is not IncidentState.Merged).ToList();
        return new SystemTimes(
            system, own.Count, all.Count - own.Count, own.Count(incident => incident.IsOpen), own.Count(incident => incident.ReopenedAt is not null),
            Step(own, incident => incident.AcknowledgedAt, zone), Step(own, incident => incident.MitigatedAt, zone), Step(own, incident => incident.ResolvedAt, zone));
    }

    private static StepTimes Step(List<Incident> incidents, Func<Incident, DateTimeOffset?> when, TimeZoneInfo zone)
    {
        var done = incidents.Where(incident => when(incident) is not null).Select(incident => (Took: Took(incident.OpenedAt, when(incident)!.Value), IsNight: IsNight(incident.OpenedAt, zone))).ToList();
        return new StepTimes(
            Spread.Of(done.Select(one => one.Took)), Spread.Of(done.Where(one => !one.IsNight).Select(one => one.Took)), Spread.Of(done.Where(one => one.IsNight).Select(one => one.Took)), incidents.Count - done.Count);
    }

    // A clock that was set back meanwhile makes no time below zero.
    private static TimeSpan Took(DateTimeOffset from, DateTimeOffset to) => to > from ? to - from : TimeSpan.Zero;
}
