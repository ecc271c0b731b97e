using System.Collections.Immutable;
using OpsConsole.Silences;
using OpsConsole.Slo;

namespace OpsConsole.Systems.Reading;

/// <summary>Reads a profile's objectives.</summary>
internal static class ProfileObjectives
{
    private static readonly string[] Counts = ["bad", "good", "total"];

    /// <summary>The shortest window that an objective may have.</summary>
    public static readonly TimeSpan ShortestWindow = TimeSpan.FromHours(1);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(90);

    public static ImmutableArray<ObjectiveProfile> Read(FieldReader profile)
    {
        var above = new List<string>();
        return ProfileParts.Each(profile, "slos", "name", field =>
        {
            var objective = Objective(field) with { PagedBy = ObjectiveAlerts.PagedBy(field), SameAs = ObjectiveAlerts.SameAs(field, above) };
            if (objective.SameAs is null)
            {
                above.Add(objective.Name);
            }

            return objective;
        });
    }

    private static ObjectiveProfile Objective(FieldReader field)
    {
        var kind = Enum.Parse<ObjectiveKind>(field.Choice("kind", "availability", "latency", "errors", "time"), ignoreCase: true);

        // Time passes by itself: where minutes are counted, the total is one for each.
        var timed = kind == ObjectiveKind.Time && !field.Has("total");
        var threshold = Threshold(field, kind);
        var calendar = Calendar(field);
        var objective = new ObjectiveProfile(
            field.ObjectName("name", "a name in lower case, for example availability"),
            field.Text("title", "the promise in words, for example Availability 99.9%"),
            kind,
            Target(field),
            calendar?.UsualLength ?? Rolling(field),
            field.OptionalPromql("bad"),
            field.OptionalPromql("good"),
            timed ? field.OptionalPromql("total") ?? "vector(1)"
                : threshold is not null ? field.OptionalPromql("total") ?? string.Empty
                : field.Promql("total", "PromQL for all events per second, with [$window]"),
            field.Flag("recorded"),
            field.Text("unit", "what is counted, for example requests"))
        {
            Calendar = calendar,
            Threshold = threshold,
            LeaveOutMaintenance = LeaveOut(field),
        };
        if (threshold is not null)
        {
            return Counted(field, objective, threshold);
        }

        CheckExpressions(field, objective, timed);
        return objective;
    }

    private static double Target(FieldReader field)
    {
        var percent = field.Number("target", "the per cent that must be good, for example 99.9");
        if (!field.Has("target"))
        {
            return 0.5;
        }

        if (ObjectiveTarget.Wrong(percent) is { } wrong)
        {
            field.Wrong("target", wrong);
        }

        return ObjectiveTarget.Share(percent);
    }

    private static TimeSpan Rolling(FieldReader field)
    {
        // Written as a group it is a calendar, and what is wrong with that was said.
        var window = field.IsGroup("window") ? ShortestWindow : field.Duration("window", "the time over which the promise holds");
        if (window > TimeSpan.Zero && (window < ShortestWindow || window > LongestWindow))
        {
            field.Wrong("window", $"must lie between {PromDuration.Format(ShortestWindow)} and {PromDuration.Format(LongestWindow)}");
        }

        return window;
    }

    private static CalendarWindow? Calendar(FieldReader field)
    {
        if (!field.IsGroup("window") || field.Group("window") is not { } window)
        {
            return null;
        }

        var period = Enum.Parse<CalendarPeriod>(window.Choice("calendar", "week", "month", "quarter"), ignoreCase: true);
        var zone = window.Text("time_zone", "the IANA name of the zone whose days are meant, for example Europe/Berlin or UTC");
        window.RefuseTheRest();
        if (zone.Length > 0 && ZoneClock.Find(zone) is { IsOk: false } unknown)
        {
            window.Wrong("time_zone", unknown.Problems[0].What);
        }

        return new CalendarWindow(period, zone);
    }

    private static LatencyThreshold? Threshold(FieldReader field, ObjectiveKind kind)
    {
        var limit = field.OptionalDuration("threshold");
        var histogram = field.OptionalPromql("histogram");
        if (limit is null && histogram is null)
        {
            return null;
        }

        if (limit is not { } fast || histogram is null)
        {
            field.Wrong(limit is null ? "histogram" : "threshold", limit is null
                ? "needs a threshold beside it: the longest time that is fast enough, for example 500ms"
                : "needs a histogram beside it: a selector of its buckets, for example x_duration_seconds_bucket{job=\"x\"}");
            return null;
        }

        if (kind != ObjectiveKind.Latency)
        {
            field.Wrong("threshold", "is for kind: latency");
        }

        if (LatencyQueries.WrongSelector(histogram) is { } wrong)
        {
            field.Wrong("histogram", wrong);
        }

        return new LatencyThreshold(fast, histogram);
    }

    private static ObjectiveProfile Counted(FieldReader field, ObjectiveProfile objective, LatencyThreshold threshold)
    {
        foreach (var name in Counts.Where(field.Has))
        {
            field.Wrong(name, "follows from threshold and histogram: leave it out, or leave those out");
        }

        return objective with { Bad = LatencyQueries.Bad(threshold), Good = null, Total = LatencyQueries.Total(threshold) };
    }

    private static string? LeaveOut(FieldReader field)
    {
        const string Name = "leave_out_maintenance";
        var reason = field.OptionalText(Name)?.Trim();
        if (reason is "true" or "false" or "yes" or "no" or { Length: < 8 })
        {
            field.Wrong(Name, "is the reason why maintenance does not count, in a sentence: it is shown beside both budgets");
        }

        return reason;
    }

    private static void CheckExpressions(FieldReader field, ObjectiveProfile objective, bool timed)
    {
        if (objective.Bad is not null && objective.Good is not null)
        {
            field.Wrong("good", "give either bad or good, not both: the other follows from the total");
        }
        else if (objective.Bad is null && objective.Good is null)
        {
            field.Wrong("one of bad and good is missing: write PromQL for bad (or good) events per second, with [$window]");
        }

        // A recorded objective is read from its recording rules; any other must be asked over windows of many lengths.
        foreach (var name in objective.Recorded ? [] : timed ? Counts[..2] : Counts)
        {
            if (field.Peek(name) is { } promql && !promql.Contains("$window", StringComparison.Ordinal))
            {
                field.Wrong(name, "has no $window: write the range as [$window], or record the objective and say recorded: true");
            }
        }
    }
}
