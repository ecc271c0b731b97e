using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;

namespace OpsConsole.Components.Format;

/// <summary>What an alert did, in words.</summary>
internal static class HistoryWords
{
    private const int MostTold = 10;

    /// <summary>How often, and for how long: <c>3 times in 30 days, median 6 min</c>.</summary>
    public static string Of(AlertSummary summary, int days) => summary.Times == 0
        ? $"not once in {days} days"
        : $"{(summary.IsCut ? "more than " : null)}{Times(summary.Times)} in {days} days"
            + (summary.Alerts > 1 ? $", {summary.Alerts} alerts of this name" : null)
            + (summary.Median is { } median ? $", median {Spans.Short(median)}" : ", how long is not known");

    /// <summary>All that a strip shows, for who does not see it.</summary>
    /// <param name="firings">Those in the time that is shown.</param>
    /// <param name="from">The begin of the time.</param>
    /// <param name="now">Its end.</param>
    public static string Story(ImmutableArray<AlertFiring> firings, DateTimeOffset from, DateTimeOffset now)
    {
        var shown = firings.Where(firing => (firing.To ?? now) >= from).ToArray();
        if (shown.Length == 0)
        {
            return $"Last {Spans.Exact(now - from)}: it did not fire while the console watched";
        }

        var told = shown.Reverse().Take(MostTold).Select(firing => $"{Exactly(firing.From)} {Lasted(firing)}, {firing.Severity.Word()}");
        return $"Last {Spans.Exact(now - from)}: fired {Times(shown.Length)}: {string.Join("; ", told)}{(shown.Length > MostTold ? $"; and {shown.Length - MostTold} earlier" : null)}";
    }

    /// <summary>What began: <c>Resolved after 6 min</c>.</summary>
    /// <param name="intervals">All, oldest first.</param>
    /// <param name="index">Which.</param>
    public static string Began(ImmutableArray<AlertInterval> intervals, int index)
    {
        var here = intervals[index];
        var words = here.State switch
        {
            AlertState.Firing => "Firing",
            AlertState.Pending => "Pending",
            AlertState.Silenced => "Silenced",
            AlertState.Inhibited => "Held back by another alert",
            _ => index > 0 ? $"Resolved, {Spans.Short(here.From - Begin(intervals, index))} after it began" : "Resolved",
        };
        return here.BeganAway ? $"{words}; noticed or told later, as the console was away" : words;
    }

    private static string Lasted(AlertFiring firing) => firing.To is not { } to ? "and still" : firing.IsExact ? $"for {Spans.Short(to - firing.From)}" : "until the console was away";

    private static string Exactly(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    // Where it last was nothing: pending belongs to it.
    private static DateTimeOffset Begin(ImmutableArray<AlertInterval> intervals, int index)
    {
        var first = index - 1;
        while (first > 0 && intervals[first - 1].State is not null)
        {
            first--;
        }

        return intervals[first].From;
    }
}
