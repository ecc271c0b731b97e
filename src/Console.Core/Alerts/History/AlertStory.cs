using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>What an alert did for a while.</summary>
/// <param name="State">Its state; null: it was over.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when: the next one begins then; null for the last, which goes on.</param>
/// <param name="Severity">How bad it was.</param>
/// <param name="BeganAway">Whether nobody watched as it began: its begin is when that was noticed, or what the alert itself told.</param>
public sealed record AlertInterval(AlertState? State, DateTimeOffset From, DateTimeOffset? To, Severity Severity, bool BeganAway)
{
    /// <summary>Whether its expression held for long enough, held back or not.</summary>
    public bool IsFiring => State is AlertState.Firing or AlertState.Silenced or AlertState.Inhibited;
}

/// <summary>What an alert did, oldest first: intervals that never overlap, and each ends where the next begins.</summary>
/// <param name="Intervals">The intervals; the first may begin before the time that was asked for. None: nothing is known.</param>
/// <param name="IsCut">Whether there were more, and only the newest are here.</param>
public sealed record AlertStory(ImmutableArray<AlertInterval> Intervals, bool IsCut)
{
    /// <summary>When it fired: intervals of firing, silenced or inhibited that follow one another are one.</summary>
    public ImmutableArray<AlertFiring> Firings => AlertFiring.Among(Intervals);
}

/// <summary>One time that an alert fired.</summary>
/// <param name="From">Since when.</param>
/// <param name="To">Until when; null while it goes on.</param>
/// <param name="Severity">How bad it was at the begin.</param>
/// <param name="IsExact">Whether somebody watched its end: else it is when that was noticed.</param>
public sealed record AlertFiring(DateTimeOffset From, DateTimeOffset? To, Severity Severity, bool IsExact)
{
    internal static ImmutableArray<AlertFiring> Among(ImmutableArray<AlertInterval> intervals)
    {
        var firings = ImmutableArray.CreateBuilder<AlertFiring>();
        AlertInterval? first = null;
        foreach (var interval in intervals)
        {
            if (interval.IsFiring)
            {
                first ??= interval;
            }
            else if (first is not null)
            {
                firings.Add(new AlertFiring(first.From, interval.From, first.Severity, !interval.BeganAway));
                first = null;
            }
        }

        if (first is not null)
        {
            firings.Add(new AlertFiring(first.From, null, first.Severity, true));
        }

        return firings.DrainToImmutable();
    }
}

/// <summary>One time that one of a system's alerts fired.</summary>
/// <param name="Fingerprint">The alert.</param>
/// <param name="Name">Its name: untrusted text.</param>
/// <param name="Firing">When.</param>
public sealed record SystemFiring(string Fingerprint, string Name, AlertFiring Firing);

/// <summary>How often the alerts of one name fired.</summary>
/// <param name="Times">How often; each alert of the name counts by itself.</param>
/// <param name="Alerts">How many alerts of the name did.</param>
/// <param name="Median">How long the middle one lasted, of those whose end somebody watched; null when there is none.</param>
/// <param name="Longest">How long the longest of those lasted.</param>
/// <param name="Last">When the last began; null when there was none.</param>
/// <param name="IsCut">Whether there were more than could be counted.</param>
public sealed record AlertSummary(int Times, int Alerts, TimeSpan? Median, TimeSpan? Longest, DateTimeOffset? Last, bool IsCut)
{
    /// <summary>Sums up the times that alerts fired.</summary>
    /// <param name="firings">By alert, those that began in the time that is asked for.</param>
    /// <param name="isCut">Whether there were more.</param>
    internal static AlertSummary Of(IReadOnlyCollection<ImmutableArray<AlertFiring>> firings, bool isCut)
    {
        var all = firings.SelectMany(each => each).ToArray();
        var lasted = all.Where(firing => firing.To is not null && firing.IsExact).Select(firing => firing.To!.Value - firing.From).Order().ToArray();
        return new AlertSummary(
            all.Length, firings.Count(each => !each.IsEmpty),
            lasted.Length == 0 ? null : (lasted[(lasted.Length - 1) / 2] + lasted[lasted.Length / 2]) / 2,
            lasted.Length == 0 ? null : lasted[^1],
            all.Length == 0 ? null : all.Max(firing => firing.From), isCut);
    }
}

/// <summary>An alert as it was last known.</summary>
/// <param name="Alert">Its labels and annotations, long ones cut; what it did before it was over.</param>
/// <param name="ResolvedAt">When it was over; null when it was not, as far as is known.</param>
/// <param name="ResolvedAway">Whether nobody watched then: the time is when that was noticed.</param>
public sealed record LastSeenAlert(Alert Alert, DateTimeOffset? ResolvedAt, bool ResolvedAway);
