using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>What a window does.</summary>
public enum WindowState
{
    /// <summary>It runs now.</summary>
    Running,

    /// <summary>It is to come.</summary>
    Waiting,

    /// <summary>It is switched off.</summary>
    Off,

    /// <summary>It never comes again.</summary>
    Over,
}

/// <summary>A window as it stands.</summary>
/// <param name="Window">The window.</param>
/// <param name="State">What it does.</param>
/// <param name="Running">The occurrence that runs, and was not ended early; null for none.</param>
/// <param name="Next">The next occurrence that is not left out; null for none.</param>
public sealed record WindowStatus(MaintenanceWindow Window, WindowState State, Occurrence? Running, Occurrence? Next)
{
    /// <summary>What was done about the occurrence that runs, or about the next when none does; null for nothing yet.</summary>
    public WindowRun? Run { get; init; }

    /// <summary>The next that is left out, when it comes before <see cref="Next"/>; null for none.</summary>
    public Occurrence? LeftOut { get; init; }

    /// <summary>Why it can't be set up; null when nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Since when; null when nothing is wrong, or nobody knows.</summary>
    public DateTimeOffset? ProblemSince { get; init; }
}

/// <summary>A window that could not be set up.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Problem">Why.</param>
/// <param name="Since">Since when; null when nobody knows.</param>
public sealed record WindowTrouble(string Id, string Name, string Problem, DateTimeOffset? Since);

/// <summary>All windows, as all replicas know them now.</summary>
/// <param name="Windows">Those that run first, then by what comes next, then those that are off or over.</param>
/// <param name="Runs">What was done about occurrences: those to come or running, and those of the last weeks, newest first.</param>
/// <param name="Deleted">Windows that were deleted in that time: their occurrences are shown still.</param>
public sealed record MaintenanceBoard(ImmutableArray<WindowStatus> Windows, ImmutableArray<WindowRun> Runs, ImmutableArray<MaintenanceWindow> Deleted)
{
    /// <summary>How far back occurrences are told.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(35);

    /// <summary>No window.</summary>
    public static MaintenanceBoard Empty { get; } = new([], [], []);

    /// <summary>Those that can't be set up, or whose silence can't be ended, also of windows that were deleted.</summary>
    public IEnumerable<WindowTrouble> Troubles => Windows.Where(status => status.Problem is not null)
        .Select(status => new WindowTrouble(status.Window.Id, status.Window.Plan.Name, status.Problem!, status.ProblemSince))
        .Concat(Runs.Where(run => run is { IsOpen: true, Problem: not null } && Find(run.Window) is null).Select(run => new WindowTrouble(run.Window, run.Name, run.Problem!, run.ProblemSince)));

    /// <summary>A window by its id; null when there is none.</summary>
    /// <param name="id">The id.</param>
    public WindowStatus? Find(string id) => Windows.FirstOrDefault(status => status.Window.Id == id);

    /// <summary>What was done about an occurrence; null for nothing.</summary>
    /// <param name="window">The window's id.</param>
    /// <param name="start">The occurrence's begin.</param>
    public WindowRun? Run(string window, DateTimeOffset start) => Runs.FirstOrDefault(run => run.Window == window && run.Start == start);

    /// <summary>Composes.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="runs">What was done about their occurrences.</param>
    /// <param name="deleted">Windows that are gone.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="now">The time.</param>
    public static MaintenanceBoard Of(
        ImmutableArray<MaintenanceWindow> windows, ImmutableArray<WindowRun> runs, ImmutableArray<MaintenanceWindow> deleted, SystemCatalog catalog, DateTimeOffset now)
    {
        var byWindow = runs.ToLookup(run => run.Window, StringComparer.Ordinal);
        return new(
        [
            .. windows.Select(window => StatusOf(window, byWindow[window.Id].ToDictionary(run => run.Start), catalog, now))
                .OrderBy(status => status.State).ThenBy(status => (status.Running ?? status.Next)?.Start ?? DateTimeOffset.MaxValue).ThenByDescending(status => status.Window.Id, StringComparer.Ordinal),
        ], runs, deleted);
    }

    private static WindowStatus StatusOf(MaintenanceWindow window, Dictionary<DateTimeOffset, WindowRun> runs, SystemCatalog catalog, DateTimeOffset now)
    {
        // A year of hourly ones that are all left out is no window that anybody plans.
        var coming = window.Unreadable is null ? window.Plan.Times.After(now).Take(100).ToList() : [];
        var running = coming.FirstOrDefault(occurrence => occurrence.IsRunning(now) && Counts(occurrence));
        var next = coming.FirstOrDefault(occurrence => occurrence.Start > now && Counts(occurrence));
        var leftOut = coming.FirstOrDefault(occurrence => occurrence.Start > now && !Counts(occurrence) && (next is null || occurrence.Start < next.Start));
        var run = (running ?? next) is { } one ? runs.GetValueOrDefault(one.Start) : null;
        var ending = runs.Values.FirstOrDefault(other => other is { State: WindowRunState.Ending, Problem: not null });
        var (problem, since) = window.Unreadable is { } unreadable ? (unreadable, null)
            : ending is not null ? (ending.Problem, ending.ProblemSince)
            : !window.IsOn ? (null, null)
            : run?.Problem is { } wrong ? (wrong, run.ProblemSince)
            : (running ?? next) is not null && WindowReach.Matchers(window.Plan, catalog) is { IsOk: false } unknown ? (unknown.Problems[0].What, (DateTimeOffset?)null)
            : (null, null);
        return new WindowStatus(
            window,
            !window.IsOn && coming.Count > 0 ? WindowState.Off : running is not null ? WindowState.Running : next is not null || leftOut is not null ? WindowState.Waiting : WindowState.Over,
            window.IsOn ? running : null, window.IsOn ? next : null)
        {
            Run = run,
            LeftOut = leftOut,
            Problem = problem,
            ProblemSince = since,
        };

        bool Counts(Occurrence occurrence) => runs.GetValueOrDefault(occurrence.Start)?.State is not (WindowRunState.Skipped or WindowRunState.Ending or WindowRunState.Ended);
    }
}
