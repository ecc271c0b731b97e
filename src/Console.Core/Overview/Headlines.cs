using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Queues;
using OpsConsole.Slo;

namespace OpsConsole.Overview;

/// <summary>What could stand at the top of a system's card.</summary>
/// <param name="Severity">How bad it is; null when it needs nobody.</param>
/// <param name="Says">The sentence, without the time since.</param>
/// <param name="Since">When it began; null when that is not known.</param>
/// <param name="Detail">What it means.</param>
internal sealed record Headline(Severity? Severity, string Says, DateTimeOffset? Since, string Detail);

/// <summary>Says what is wrong with a system, in sentences with a number.</summary>
internal static class Headlines
{
    // Annotations are untrusted and may be 10 KB: a card has two lines.
    private const int MostLetters = 200;

    /// <summary>All that is wrong. Of two that are equally bad the first counts: the leader explains the alerts, the alerts the budget.</summary>
    public static ImmutableArray<Headline> Of(SystemSummary seen)
    {
        ReadOnlySpan<Headline?> found = [OfLeader(seen), OfAlerts(seen), OfBudgets(seen), OfQueues(seen)];
        var headlines = ImmutableArray.CreateBuilder<Headline>();
        foreach (var headline in found)
        {
            if (headline is not null)
            {
                headlines.Add(headline);
            }
        }

        return headlines.ToImmutable();
    }

    /// <summary>What to say when nothing is wrong, as far as can be seen.</summary>
    public static Headline Calm(SystemSummary seen)
    {
        if (seen.Blind.Contains("alerts"))
        {
            return new Headline(null, "Can't tell what fires", null, $"Not seen: {Listed(seen.Blind.Select(BlindSpots.Words))}");
        }

        var counts = AlertCounts.Of(seen.Alerts);
        var waiting = string.Join(", ", new[] { Count(counts.HeldBack, "held back"), Count(counts.Pending, "pending") }.OfType<string>());
        var detail = seen.Budgets.FirstOrDefault(budget => budget.Health == BudgetHealth.Exhausted) is { } spent
            ? $"{spent.Objective.Title}: the error budget is used up"
            : waiting.Length > 0 ? waiting
            : seen.Profile.About;
        return seen.Blind.IsEmpty
            ? new Headline(null, "Nothing firing", null, detail)
            : new Headline(null, $"Nothing firing, but {Listed(seen.Blind.Select(BlindSpots.Words))} can't be seen", null, detail);
    }

    private static Headline? OfLeader(SystemSummary seen)
    {
        if (seen.Leader is not { } leader)
        {
            return null;
        }

        var standsStill = seen.Profile.Leader?.MeansWithoutLeader is { Length: > 0 } means ? means : leader.Because;
        return leader.State switch
        {
            LeaderState.Nobody => new Headline(Severity.Critical, "No leader", leader.Since, standsStill),
            LeaderState.LeaseMissing => new Headline(
                Severity.Critical, $"No leader: the lease {seen.Profile.Leader?.Lease} does not exist", leader.Since, standsStill),
            LeaderState.SplitBrain => new Headline(
                Severity.Critical,
                $"{(leader.Leading.Length == 2 ? "Two" : $"{leader.Leading.Length}")} leaders: {Listed(leader.Leading)}", leader.Since, leader.Because),
            LeaderState.Disagreement => new Headline(Severity.Warning, "Lease and metric disagree on who leads", leader.Since, leader.Because),
            _ => null,
        };
    }

    private static Headline? OfAlerts(SystemSummary seen)
    {
        // Of the worst the oldest: what broke first tells more than what followed, and the sentence stays while others come and go.
        var firing = seen.Alerts.Where(alert => alert.State == AlertState.Firing).ToArray();
        if (firing.OrderBy(alert => alert.Severity).ThenBy(alert => alert.StartsAt)
            .ThenBy(alert => alert.Fingerprint, StringComparer.Ordinal).FirstOrDefault() is not { } worst)
        {
            return null;
        }

        var says = worst.Says.Length > 0 ? worst.Says : "An alert without a name fires";
        var description = worst.Annotations["description"];
        var more = Count(firing.Length - 1, firing.Length == 2 ? "more alert fires" : "more alerts fire") ?? string.Empty;
        return new Headline(worst.Severity, Cut(says), worst.StartsAt, description.Length > 0 && description != says ? Cut(description) : more);
    }

    private static Headline? OfBudgets(SystemSummary seen)
    {
        if (seen.Budgets.Where(budget => budget.Burning is not null).MinBy(budget => budget.Burning) is not { } worst)
        {
            return null;
        }

        var says = worst.Exhaustion is { } left && worst.Remaining is > 0
            ? $"{worst.Objective.Title}: budget gone in {DurationText.Words(left)} at this rate"
            : $"{worst.Objective.Title}: the budget is used up and still burns";
        var fastest = worst.BurnRates.Where(burn => burn.Rate is not null).MaxBy(burn => burn.Rate);
        return new Headline(worst.Burning, says, null, fastest is { Rate: { } rate }
            ? string.Create(CultureInfo.InvariantCulture, $"It burns {rate:#,0.#} times as fast as it may, over {DurationText.Words(fastest.Window)}")
            : string.Empty);
    }

    /// <summary>A profile's limit is a hint, not a page: it is worth a warning until an alert rule says more.</summary>
    private static Headline? OfQueues(SystemSummary seen)
    {
        if (seen.Queues.FirstOrDefault(queue => queue.Level == Severity.Critical) is not { } queue)
        {
            return null;
        }

        var says = queue switch
        {
            { Share: { } share, Capacity: { } capacity } => string.Create(
                CultureInfo.InvariantCulture, $"{queue.Profile.Title}: {share * 100:0.#}% of {capacity:#,0.##} {queue.Profile.Unit} used"),
            { Depth: { } depth } => string.Create(
                CultureInfo.InvariantCulture, $"{queue.Profile.Title}: {depth:#,0.##} {queue.Profile.Unit}{Going(queue.Forecast)}"),
            _ => $"{queue.Profile.Title} is beyond its limit",
        };
        return new Headline(Severity.Warning, says, null, queue.Forecast.Because);
    }

    private static string Going(DrainForecast forecast) => forecast.Outlook switch
    {
        DrainOutlook.Growing => ", growing",
        DrainOutlook.Stalled => ", nothing leaves",
        _ => string.Empty,
    };

    private static string? Count(int count, string what) =>
        count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {what}") : null;

    private static string Cut(string text) => text.Length <= MostLetters ? text : $"{text.AsSpan(0, MostLetters)}…";

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.Select(Cut).ToArray();
        return all.Length switch
        {
            0 => "nobody",
            1 => all[0],
            <= 4 => $"{string.Join(", ", all[..^1])} and {all[^1]}",
            _ => $"{string.Join(", ", all[..3])} and {all.Length - 3} more",
        };
    }
}
