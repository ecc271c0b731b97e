using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Silences;

/// <content>What people do about single occurrences.</content>
public sealed partial class MaintenanceDesk
{
    /// <summary>Ends the occurrence that runs now: its silence is ended.</summary>
    /// <param name="id">The window.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<MaintenanceWindow>> EndAsync(string id, Person person, CancellationToken cancellation) =>
        WithAsync(MaintenanceRecord.End, id, person, async window =>
        {
            var now = clock.GetUtcNow();
            if (!window.IsOn || window.Plan.Times.After(now).FirstOrDefault() is not { } running || !running.IsRunning(now))
            {
                return new Problem("id", "it does not run now: there is nothing to end");
            }

            var run = await store.RunAsync(id, running.Start, cancellation).ConfigureAwait(false);
            return run is { IsOpen: false } or { State: WindowRunState.Ending } ? new Problem("id", "the occurrence of now has ended already")
                : await EndedAsync(window, running, run, MaintenanceRecord.End, person, $"{person.Name} ended it early").ConfigureAwait(false);
        }, cancellation);

    /// <summary>Leaves out an occurrence that is to come, or takes that back.</summary>
    /// <param name="id">The window.</param>
    /// <param name="start">The occurrence's begin: who is late leaves out no other.</param>
    /// <param name="isLeftOut">Whether it is to be left out.</param>
    /// <param name="person">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<Result<MaintenanceWindow>> SkipAsync(string id, DateTimeOffset start, bool isLeftOut, Person person, CancellationToken cancellation) =>
        WithAsync(MaintenanceRecord.Skip, id, person, async window =>
        {
            if (window.Plan.Times.At(start) is not { } occurrence || start <= clock.GetUtcNow())
            {
                return new Problem("start", "it has begun already, or the window does not begin then: only one that is to come is left out");
            }

            var run = await store.RunAsync(id, start, cancellation).ConfigureAwait(false);
            if (!isLeftOut)
            {
                return run is not { State: WindowRunState.Skipped } ? window
                    : await RecordedAsync(window, MaintenanceRecord.Of(MaintenanceRecord.Skip, window, person, ("start", MaintenanceRecord.Text(start)), ("skip", "false")), async (work, inner) =>
                    {
                        work.Tell(MaintenanceStore.Topic, id);
                        await work.ExecuteAsync("DELETE FROM maintenance_runs WHERE maintenance = @id AND starts_at = @start AND state = 'Skipped'", new { id, start = StoredTime.Of(start) }, inner).ConfigureAwait(false);
                        return null;
                    }).ConfigureAwait(false);
            }

            return run is { IsOpen: false } or { State: WindowRunState.Ending } ? window
                : await EndedAsync(window, occurrence, run, MaintenanceRecord.Skip, person, $"{person.Name} left it out").ConfigureAwait(false);
        }, cancellation);

    private Task<Result<MaintenanceWindow>> EndedAsync(MaintenanceWindow window, Occurrence occurrence, WindowRun? run, string action, Person person, string says) => RecordedAsync(
        window, MaintenanceRecord.Of(action, window, person, ("start", MaintenanceRecord.Text(occurrence.Start))), async (work, inner) =>
        {
            // One that nobody began to set up needs no more than a note; one that somebody did may have a silence, known or not.
            var state = action == MaintenanceRecord.Skip ? WindowRunState.Skipped : WindowRunState.Ending;
            var done = run is null
                ? await RunRows.InsertAsync(work, new WindowRun(window.Id, occurrence.Start, occurrence.End, state) { Says = says, Name = window.Plan.Name }, inner).ConfigureAwait(false)
                : await RunRows.UpdateAsync(work, run with { State = WindowRunState.Ending, Version = run.Version + 1, Says = says }, inner).ConfigureAwait(false);
            return Problem.When(!done, "id", "the console set it up at this very moment: try again");
        });
}
