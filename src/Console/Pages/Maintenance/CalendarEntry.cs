using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Maintenance;

/// <summary>An occurrence on the calendar.</summary>
/// <param name="Window">The window's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Start">Begin.</param>
/// <param name="End">End.</param>
/// <param name="Says">How it stands, in a word.</param>
/// <param name="Severity">The colour of that word; null for none.</param>
/// <param name="IsKept">Whether the window is there still, so that its page opens.</param>
public sealed record CalendarEntry(string Window, string Name, DateTimeOffset Start, DateTimeOffset End, string Says, string? Severity, bool IsKept)
{
    private const int MostOfWindow = 400;
    private const int Most = 2_000;

    /// <summary>The occurrences that touch a span of time: what came is told as it was, what is to come as it is planned.</summary>
    /// <param name="board">The windows.</param>
    /// <param name="from">Begin of the span.</param>
    /// <param name="to">Its end.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<CalendarEntry> Of(MaintenanceBoard board, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(board);
        var runs = board.Runs.Where(run => run.End > from && run.Start < to).Select(run => Done(board, run, now)).ToList();
        var noted = runs.Select(entry => (entry.Window, entry.Start)).ToHashSet();
        var planned = board.Windows.Where(status => status.Window is { IsOn: true, Unreadable: null }).SelectMany(status => status.Window.Plan.Times.After(from > now ? from : now)
            .TakeWhile(occurrence => occurrence.Start < to).Take(MostOfWindow)
            .Where(occurrence => !noted.Contains((status.Window.Id, occurrence.Start)))
            .Select(occurrence => new CalendarEntry(status.Window.Id, status.Window.Plan.Name, occurrence.Start, occurrence.End, "planned", null, true)));
        return [.. runs.Concat(planned).OrderBy(entry => entry.Start).ThenBy(entry => entry.Name, StringComparer.Ordinal).Take(Most)];
    }

    /// <summary>Those that touch a day.</summary>
    /// <param name="entries">The occurrences.</param>
    /// <param name="day">The day.</param>
    /// <param name="zone">On whose wall.</param>
    public static IEnumerable<CalendarEntry> On(ImmutableArray<CalendarEntry> entries, DateOnly day, TimeZoneInfo zone)
    {
        var (begin, end) = (ZoneClock.At(day.ToDateTime(TimeOnly.MinValue), zone).At, ZoneClock.At(day.AddDays(1).ToDateTime(TimeOnly.MinValue), zone).At);
        return entries.Where(entry => entry.Start < end && entry.End > begin);
    }

    private static CalendarEntry Done(MaintenanceBoard board, WindowRun run, DateTimeOffset now)
    {
        var isRunning = run.IsOpen && run.Start <= now && now < run.End;
        var (says, severity) = run switch
        {
            { Problem: not null, IsOpen: true } => ("not set up", "critical"),
            { State: WindowRunState.Missed } => ("never set up", "warning"),
            { State: WindowRunState.Set } when isRunning => ("running", "info"),
            _ => (MaintenanceWords.Of(run.State), null),
        };
        var status = board.Find(run.Window);
        return new(run.Window, status?.Window.Plan.Name ?? run.Name, run.Start, run.End, says, severity, status is not null);
    }
}
