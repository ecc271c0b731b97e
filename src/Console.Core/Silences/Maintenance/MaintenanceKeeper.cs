using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>
/// Makes silences of occurrences, shortly before they begin, and ends them when a person wants it so. An occurrence is noted in the store before anything is done about it; what is at
/// the Alertmanagers is looked at before anything is made: so that a crash between the two makes no second silence, and none is missing.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="store">The windows.</param>
/// <param name="places">The Alertmanagers.</param>
/// <param name="audit">The record.</param>
/// <param name="around">The rest.</param>
internal sealed class MaintenanceKeeper(Database database, MaintenanceStore store, MaintenancePlaces places, AuditLog audit, MaintenanceSurroundings around)
{
    /// <summary>How long before its begin an occurrence is set up.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(5);

    private const int MostMissed = 20;
    private static readonly TimeSpan NoteSeenEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Looks once at everything that is due.</summary>
    /// <param name="grant">The lock it is done under.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The store does not answer, or somebody else keeps the windows by now.</exception>
    public async Task RoundAsync(LockGrant grant, CancellationToken cancellation)
    {
        var now = around.Clock.GetUtcNow();
        var windows = await store.WindowsAsync(cancellation).ConfigureAwait(false);
        var seen = await store.SeenAsync(cancellation).ConfigureAwait(false);
        var since = seen is { } last && now - last < LookBack ? last - Hour : now - (seen is null ? Hour : LookBack);
        var runs = await store.RunsAsync(since, cancellation).ConfigureAwait(false);
        await IntendAsync(windows, runs, now, grant, cancellation).ConfigureAwait(false);
        if (seen is null || now - seen >= NoteSeenEvery)
        {
            await TellMissedAsync(seen is null ? [] : windows, runs, since + Hour, now, grant, cancellation).ConfigureAwait(false);
        }

        // What is to be there comes first: where a change moved an occurrence, the alerts are held back all the time.
        var open = (await store.RunsAsync(since, cancellation).ConfigureAwait(false)).Where(run => run.IsOpen)
            .Select(run => (Run: run, Window: windows.FirstOrDefault(window => window.Id == run.Window))).Select(one => (one.Run, one.Window, Wanted: Wanted(one.Run, one.Window))).ToList();
        foreach (var (run, window, occurrence) in open.OrderBy(one => one.Wanted is null))
        {
            await (occurrence is null ? EndAsync(run, window, now, grant, cancellation) : KeepAsync(run, window!, occurrence, now, grant, cancellation)).ConfigureAwait(false);
        }
    }

    private static Occurrence? Wanted(WindowRun run, MaintenanceWindow? window) =>
        run.State is WindowRunState.Ending || window is null or { IsOn: false } or { Unreadable: not null } ? null : window.Plan.Times.At(run.Start);

    private async Task IntendAsync(ImmutableArray<MaintenanceWindow> windows, ImmutableArray<WindowRun> runs, DateTimeOffset now, LockGrant grant, CancellationToken cancellation)
    {
        var noted = runs.Select(run => (run.Window, run.Start)).ToHashSet();
        var due = windows.Where(window => window is { IsOn: true, Unreadable: null })
            .SelectMany(window => window.Plan.Times.After(now).TakeWhile(occurrence => occurrence.Start - Lead <= now)
                .Select(occurrence => new WindowRun(window.Id, occurrence.Start, occurrence.End, WindowRunState.Intended) { Name = window.Plan.Name }))
            .Where(run => !noted.Contains((run.Window, run.Start))).ToList();
        if (due.Count == 0)
        {
            return;
        }

        await database.WriteAsync(
            async work =>
            {
                await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
                foreach (var run in due)
                {
                    await RunRows.InsertAsync(work, run, cancellation).ConfigureAwait(false);
                }

                return true;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>An occurrence that came and went while no console ran is told: nobody would know otherwise.</summary>
    private async Task TellMissedAsync(
        ImmutableArray<MaintenanceWindow> windows, ImmutableArray<WindowRun> runs, DateTimeOffset since, DateTimeOffset now, LockGrant grant, CancellationToken cancellation)
    {
        var noted = runs.Select(run => (run.Window, run.Start)).ToHashSet();
        foreach (var window in windows.Where(window => window is { IsOn: true, Unreadable: null }))
        {
            var over = window.Plan.Times.After(since > window.ChangedAt ? since : window.ChangedAt).TakeWhile(occurrence => occurrence.End <= now).Take(MostMissed);
            foreach (var occurrence in over.Where(occurrence => !noted.Contains((window.Id, occurrence.Start))))
            {
                var run = new WindowRun(window.Id, occurrence.Start, occurrence.End, WindowRunState.Missed) { Name = window.Plan.Name, Says = "no console ran at that time" };
                await NoteAsync(run, window, AuditStage.Failed, "It is over, and was not set up: no console ran at that time.", grant, cancellation).ConfigureAwait(false);
            }
        }

        await database.WriteAsync(
            async work =>
            {
                await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
                return await MaintenanceStore.SeenAsync(work, now, cancellation).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
    }

    private async Task KeepAsync(WindowRun run, MaintenanceWindow window, Occurrence occurrence, DateTimeOffset now, LockGrant grant, CancellationToken cancellation)
    {
        if (occurrence.End <= now)
        {
            // Made shorter while it ran, it is over now, and its silence is not.
            await (run.End > now && !run.Silences.IsEmpty ? EndAsync(run with { Says = "its window was made shorter" }, window, now, grant, cancellation)
                : OverAsync(run with { End = occurrence.End }, window, grant, cancellation)).ConfigureAwait(false);
            return;
        }

        var matchers = WindowReach.Matchers(window.Plan, around.Live.Systems.Current.Value ?? SystemCatalog.Empty);
        if (!matchers.IsOk)
        {
            // At the start the profiles may not be read yet: that is no trouble until they are.
            if (around.Live.Systems.Current.Value is not null)
            {
                await TroubleAsync(run, window, matchers.Problems[0].What, grant, cancellation).ConfigureAwait(false);
            }

            return;
        }

        var answer = await places.KeepAsync(run.Silences, AsSilence(run, window, occurrence, matchers.Value), cancellation).ConfigureAwait(false);
        if (answer.EndedBy is { } ended)
        {
            await EndAsync(run with { State = WindowRunState.Ending, Says = $"somebody ended the silence {ended}" }, window, now, grant, cancellation).ConfigureAwait(false);
            return;
        }

        var isSet = !answer.Silences.IsEmpty;
        var problem = answer.Problems.IsEmpty ? null : string.Join(' ', answer.Problems);
        var next = run with
        {
            End = occurrence.End,
            Silences = answer.Silences,
            State = isSet ? WindowRunState.Set : WindowRunState.Intended,
            Matched = isSet && run.Matched is null ? places.Matched(matchers.Value) : run.Matched,
            Problem = problem,
            ProblemSince = problem is null ? null : run.ProblemSince ?? StoredTime.Cut(now),
        };
        var isNews = (isSet && run.State is WindowRunState.Intended) || (problem is null) != (run.Problem is null) || !answer.Silences.SequenceEqual(run.Silences);
        if (next != run)
        {
            await NoteAsync(
                next, window, !isNews ? null : problem is null ? AuditStage.Succeeded : AuditStage.Failed,
                problem ?? $"Its silence is set up, {WindowWords.Walls(occurrence.Start, occurrence.End, window.Plan.Times.Zone)} {window.Plan.Times.Zone.Id}.", grant, cancellation).ConfigureAwait(false);
        }
    }

    private static WantedSilence AsSilence(WindowRun run, MaintenanceWindow window, Occurrence occurrence, ImmutableArray<Matcher> matchers)
    {
        var mark = window.Mark(run.Start);
        var ticket = window.Plan.Ticket is { } number ? $" [{number}]" : null;
        return new WantedSilence(mark, matchers, occurrence.Start, occurrence.End, window.MadeBy.Name, $"{window.Plan.Name}: {window.Plan.Comment}{ticket} {mark}");
    }

    /// <summary>A person, a change or a deletion wants it gone.</summary>
    private async Task EndAsync(WindowRun run, MaintenanceWindow? window, DateTimeOffset now, LockGrant grant, CancellationToken cancellation)
    {
        if (window?.Unreadable is not null)
        {
            return;
        }

        var why = run.Says ?? (window is null ? "its window was deleted" : !window.IsOn ? "its window was switched off" : "its window was changed to another time");
        var problems = run.End <= now ? [] : await places.EndAsync(run.Silences, Mark(run), cancellation).ConfigureAwait(false);
        if (problems.IsEmpty)
        {
            var ended = run with { State = WindowRunState.Ended, EndedAt = StoredTime.Cut(now), Says = why, Problem = null, ProblemSince = null };
            await NoteAsync(ended, window, AuditStage.Succeeded, $"It ended early: {why}.", grant, cancellation).ConfigureAwait(false);
            return;
        }

        await TroubleAsync(run with { State = WindowRunState.Ending, Says = why }, window, $"its silence can't be ended: {string.Join(' ', problems)}", grant, cancellation).ConfigureAwait(false);
    }

    private static string Mark(WindowRun run) => MaintenanceWindow.Mark(run.Window, run.Start);

    private Task OverAsync(WindowRun run, MaintenanceWindow window, LockGrant grant, CancellationToken cancellation) => run.Silences.IsEmpty
        ? NoteAsync(
            run with { State = WindowRunState.Missed, Says = run.Problem ?? "it could not be set up", Problem = null, ProblemSince = null }, window, AuditStage.Failed,
            $"It is over, and was never set up: {run.Problem ?? "nobody knows why"}", grant, cancellation)
        : NoteAsync(run with { State = WindowRunState.Over, Problem = null, ProblemSince = null }, window, null, string.Empty, grant, cancellation);

    private Task TroubleAsync(WindowRun run, MaintenanceWindow? window, string problem, LockGrant grant, CancellationToken cancellation) => run.Problem == problem ? Task.CompletedTask
        : NoteAsync(
            run with { Problem = problem, ProblemSince = run.ProblemSince ?? StoredTime.Cut(around.Clock.GetUtcNow()) }, window, run.Problem is null ? AuditStage.Failed : null, problem, grant, cancellation);

    /// <summary>Notes what became of an occurrence; with an entry in the record, where it is news, in the same transaction.</summary>
    private async Task NoteAsync(WindowRun run, MaintenanceWindow? window, AuditStage? stage, string says, LockGrant grant, CancellationToken cancellation)
    {
        if (stage is not { } told)
        {
            await database.WriteAsync(work => WriteAsync(work, run, grant, cancellation), cancellation).ConfigureAwait(false);
            return;
        }

        if (told is AuditStage.Failed)
        {
            around.Log.WindowNotSetUp(run.Window, run.Start, says);
        }

        var recorded = await audit.AppendAsync(
            MaintenanceRecord.Kept(run, window, told, says),
            async (work, inner) => await WriteAsync(work, run, grant, inner).ConfigureAwait(false) ? null : new Problem("run", "somebody changed it meanwhile"), cancellation).ConfigureAwait(false);
        if (!recorded.IsOk && recorded.Problems[0].Where != "run")
        {
            around.Log.WindowNotNoted(run.Window, run.Start, recorded.Explanation);
        }
    }

    private static async Task<bool> WriteAsync(StoreWork work, WindowRun run, LockGrant grant, CancellationToken cancellation)
    {
        await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
        return run.State is WindowRunState.Missed && run.Version == 1 && await RunRows.InsertAsync(work, run, cancellation).ConfigureAwait(false)
            || await RunRows.UpdateAsync(work, run with { Version = run.Version + 1 }, cancellation).ConfigureAwait(false);
    }
}

/// <summary>What the keeper stands in.</summary>
/// <param name="Live">What is known of now.</param>
/// <param name="Clock">The time.</param>
/// <param name="Log">The log.</param>
internal sealed record MaintenanceSurroundings(LiveState Live, TimeProvider Clock, ILogger<MaintenanceKeeper> Log);

/// <summary>What maintenance windows log: 7160 to 7169.</summary>
internal static partial class MaintenanceLog
{
    [LoggerMessage(7160, LogLevel.Error, "The maintenance window {Window} of {Start} is not as it should be, and is tried again: {Problem}")]
    public static partial void WindowNotSetUp(this ILogger log, string window, DateTimeOffset start, string problem);

    [LoggerMessage(7161, LogLevel.Error, "What became of the maintenance window {Window} of {Start} could not be recorded: {Problem}")]
    public static partial void WindowNotNoted(this ILogger log, string window, DateTimeOffset start, string problem);
}
