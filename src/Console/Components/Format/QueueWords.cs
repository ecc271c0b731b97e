using OpsConsole.Alerts;
using OpsConsole.Queues;

namespace OpsConsole.Components.Format;

/// <summary>Queues in words.</summary>
internal static class QueueWords
{
    /// <summary>The figure: <c>1,240</c>, or <c>212 of 512</c> with a capacity.</summary>
    public static string Depth(QueueStatus queue) => queue.Depth is not { } depth ? "not known"
        : queue.Capacity is { } capacity ? $"{Amount(depth, queue)} of {Amount(capacity, queue)}"
        : Amount(depth, queue);

    /// <summary>Figure and outlook in a few words, for a line.</summary>
    public static string Brief(QueueStatus queue) => queue switch
    {
        { Problem: not null } or { Depth: null } => "not known",
        { Share: { } share } => $"{Figures.Percent(share)} used",
        { Forecast.Outlook: DrainOutlook.Silent } => Depth(queue),
        _ => $"{Depth(queue)}, {Outlook(queue)}",
    };

    /// <summary>Where it is going, short.</summary>
    public static string Outlook(QueueStatus queue) => queue.Problem ?? queue.Forecast switch
    {
        { Outlook: DrainOutlook.Empty } => "empty",
        { Outlook: DrainOutlook.Clears, Earliest: { } earliest, Latest: { } latest } => Clears(earliest, latest),
        { Outlook: DrainOutlook.Growing, NetPerSecond: { } net } => $"growing {Figures.Number(net)}/s, will not drain",
        { Outlook: DrainOutlook.Growing } => "growing, will not drain",
        { Outlook: DrainOutlook.Stalled } => "stalled: nothing goes out",
        { Outlook: DrainOutlook.Steady } => "steady",
        _ when queue.Share is { } share => $"{Figures.Percent(share)} used",
        _ => "no forecast",
    };

    /// <summary>The second line: age, rates, workers, and what it is measured against.</summary>
    public static string Detail(QueueStatus queue)
    {
        var parts = new List<string>();
        if (queue.Oldest is { } oldest)
        {
            parts.Add($"oldest {Spans.Short(oldest)}");
        }

        if (queue.InRate is { } comes && queue.OutRate is { } goes)
        {
            parts.Add($"in {Figures.Number(comes)}/s, out {Figures.Number(goes)}/s");
        }

        if (queue.Workers is { } workers)
        {
            parts.Add($"{Figures.Number(workers)} workers");
        }

        if (queue.Stuck is > 0 and var stuck)
        {
            parts.Add($"{Figures.Number(stuck)} stuck");
        }

        parts.Add(queue.Profile.Capacity is null ? $"warns at {Figures.Number(queue.Profile.Warn)}" : $"warns at {Figures.Percent(queue.Profile.Warn)}");
        return string.Join("; ", parts);
    }

    // The same unit is not said twice: 30 to 45 min; two that look the same are about one.
    private static string Clears(TimeSpan earliest, TimeSpan latest)
    {
        var (from, to) = (Spans.Short(earliest), Spans.Short(latest));
        var (number, unit) = (from.Split(' ')[0], to.Split(' ')[1]);
        return from == to ? $"clears in about {to}" : from.EndsWith($" {unit}", StringComparison.Ordinal) ? $"clears in {number} to {to}" : $"clears in {from} to {to}";
    }

    // Bytes need their unit to be read at all; what else is counted, the title says.
    private static string Amount(double value, QueueStatus queue) =>
        queue.Profile.Unit.StartsWith('B') || queue.Profile.Unit.StartsWith("bytes", StringComparison.Ordinal)
            ? Figures.WithUnit(value, queue.Profile.Unit)
            : Figures.Number(value);

    /// <summary>Of fewer forecasts nothing is said: one that held is luck.</summary>
    public const int Few = 3;

    /// <summary>How the last forecasts held: <c>of the last 12 forecasts 11 held after 10 min</c>; nothing where few were judged.</summary>
    public static string Held(QueueStatus queue) =>
        queue.BackTest?.After(BackTest.Horizons[0]) is { Of: >= Few } held ? $"of the last {held.Of} forecasts {held.Held} held after {Spans.Exact(BackTest.Horizons[0])}" : string.Empty;

    /// <summary>Its page.</summary>
    public static string Address(QueueStatus queue) => $"queues/{Uri.EscapeDataString(queue.System)}/{Uri.EscapeDataString(queue.Profile.Name)}";

    /// <summary>Its place in a list: what is bad, then what is not known, then the rest.</summary>
    public static int Rank(QueueStatus queue) => queue.Level switch
    {
        Severity.Critical => 0,
        Severity.High => 1,
        Severity.Warning => 2,
        Severity.Unknown => 3,
        _ => 4,
    };

    /// <summary>Whether it needs a person.</summary>
    public static bool IsBad(QueueStatus queue) => queue.Level is Severity.Critical or Severity.Warning or Severity.High;
}
