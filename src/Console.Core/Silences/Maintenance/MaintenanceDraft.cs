using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>A window as somebody writes it: texts that are read, or refused with the field's name.</summary>
public sealed record MaintenanceDraft
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The system's id; empty for matchers alone.</summary>
    public string System { get; init; } = string.Empty;

    /// <summary>Matchers with commas between; may be empty where a system is named.</summary>
    public string Matchers { get; init; } = string.Empty;

    /// <summary>Whether it comes again and again.</summary>
    public bool IsRecurring { get; init; }

    /// <summary>Begin of one that runs once: on the zone's wall (<c>2026-12-01T02:00</c>), or with an offset.</summary>
    public string From { get; init; } = string.Empty;

    /// <summary>End of one that runs once.</summary>
    public string To { get; init; } = string.Empty;

    /// <summary>The cron line of one that comes again: five fields.</summary>
    public string Cron { get; init; } = string.Empty;

    /// <summary>How long each lasts, of one that comes again: <c>2h</c>.</summary>
    public string Duration { get; init; } = string.Empty;

    /// <summary>The zone's IANA name.</summary>
    public string Zone { get; init; } = string.Empty;

    /// <summary>Why.</summary>
    public string Comment { get; init; } = string.Empty;

    /// <summary>The ticket; may be empty.</summary>
    public string Ticket { get; init; } = string.Empty;

    /// <summary>A window, written as somebody could have.</summary>
    /// <param name="plan">The window.</param>
    public static MaintenanceDraft Of(WindowPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var times = plan.Times;
        return new()
        {
            Name = plan.Name,
            System = plan.System ?? string.Empty,
            Matchers = string.Join(", ", plan.Matchers),
            IsRecurring = times.Cron is not null,
            From = times.From is { } from ? Field(from, times.Zone) : string.Empty,
            To = times.To is { } to ? Field(to, times.Zone) : string.Empty,
            Cron = times.Cron ?? string.Empty,
            Duration = times.Cron is null ? string.Empty : Systems.PromDuration.Format(times.Duration),
            Zone = times.Zone.Id,
            Comment = plan.Comment,
            Ticket = plan.Ticket ?? string.Empty,
        };
    }

    /// <summary>A time as a browser's field takes it, on a zone's wall.</summary>
    /// <param name="at">The time.</param>
    /// <param name="zone">The zone.</param>
    public static string Field(DateTimeOffset at, TimeZoneInfo zone) =>
        ZoneClock.Wall(at, zone).ToString("yyyy-MM-dd'T'HH:mm", global::System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What is understood of a draft so far.</summary>
/// <param name="Plan">The window; null while something is wrong.</param>
/// <param name="Problems">What is wrong, each with the field's name.</param>
/// <param name="Times">When it would run; null while that can't be told.</param>
/// <param name="Matchers">What its silences would ask for; none while that can't be told.</param>
public sealed record DraftReading(WindowPlan? Plan, ImmutableArray<Problem> Problems, WindowTimes? Times, ImmutableArray<Matcher> Matchers)
{
    /// <summary>The systems it may reach; null when it is bound to none.</summary>
    public ImmutableArray<string>? Systems { get; init; } = [];
}
