using System.Collections.Immutable;
using OpsConsole.Components.Format;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Silences.Asking;

/// <summary>The ways to say when a silence ends.</summary>
public enum EndWay
{
    /// <summary>So long after now.</summary>
    Duration,

    /// <summary>At a time by the person's clock.</summary>
    Time,

    /// <summary>Once its alerts are over.</summary>
    Resolved,
}

/// <summary>When a silence ends, as it stands in the form.</summary>
/// <param name="duration">The duration to begin with.</param>
public sealed class EndDraft(string duration)
{
    /// <summary>The durations that are one click.</summary>
    public static ImmutableArray<string> Presets { get; } = ["30m", "1h", "2h", "4h", "8h"];

    /// <summary>Which way.</summary>
    public EndWay Way { get; set; } = EndWay.Duration;

    /// <summary>The duration as typed.</summary>
    public string Duration { get; set; } = duration;

    /// <summary>The longest where it ends once its alerts are over.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The end by the person's clock, as typed.</summary>
    public string Local { get; set; } = string.Empty;

    /// <summary>The person's time zone as typed.</summary>
    public string ZoneName { get; set; } = "UTC";

    /// <summary>Which is meant of two.</summary>
    public TwiceChoice Twice { get; set; }

    /// <summary>Whether the time that is typed comes twice.</summary>
    public bool IsTwice => DateTime.TryParse(Local, System.Globalization.CultureInfo.InvariantCulture, out var local) && Zone.IsAmbiguousTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => EndTime.Zone(ZoneName);

    /// <summary>Whether the zone's name is known.</summary>
    public bool IsZoneKnown => ZoneName == Zone.Id || ZoneName is "UTC" or "Etc/UTC" || TimeZoneInfo.TryFindSystemTimeZoneById(ZoneName, out _);

    /// <summary>Turns to the end by a clock; what the duration says is the time to begin with.</summary>
    /// <param name="now">The time.</param>
    public void ByClock(DateTimeOffset now)
    {
        Way = EndWay.Time;
        if (Local.Length == 0)
        {
            Local = EndTime.Write(now + (PromDuration.TryParse(Duration, out var span) ? span : TimeSpan.FromHours(2)), Zone);
        }
    }

    /// <summary>What to ask, by parameter; or what is wrong.</summary>
    /// <param name="now">The time.</param>
    public Result<ImmutableSortedDictionary<string, string>> Read(DateTimeOffset now)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        if (Way is EndWay.Duration)
        {
            return none.Add("duration", Duration.Trim());
        }

        if (Way is EndWay.Resolved)
        {
            return none.Add("until", "resolved").Add("duration", PromDuration.Format(Longest));
        }

        return !IsZoneKnown ? new Problem("zone", $"'{ZoneName}' is no time zone that is known here: write for example Europe/Paris or UTC")
            : EndTime.Read(Local, Zone, Twice, now).Match<Result<ImmutableSortedDictionary<string, string>>>(end => none.Add("end", Times.Machine(end)), problems => problems);
    }

    /// <summary>When it ends at the latest; null while that can't be told.</summary>
    /// <param name="now">The time.</param>
    public DateTimeOffset? At(DateTimeOffset now) => Way switch
    {
        EndWay.Duration => PromDuration.TryParse(Duration.Trim(), out var span) && span < TimeSpan.FromDays(4000) ? now + span : null,
        EndWay.Resolved => now + Longest,
        _ => EndTime.Read(Local, Zone, Twice, now) is { IsOk: true } end ? end.Value : null,
    };
}
