using System.Collections.Immutable;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>The time that people left out, with a reason, on record.</summary>
/// <param name="store">The records.</param>
internal sealed class RecordedLeftOut(LeftOutStore store) : ILeftOutTimes
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<LeftOutTime>> OfAsync(SystemProfile system, ObjectiveProfile objective, BudgetPeriod period, CancellationToken cancellation) =>
    [
        .. (await store.OfAsync(system.Id, objective.Name, period.From, cancellation).ConfigureAwait(false)).Where(record => record.WithdrawnAt is null && record.From < period.To)
            .Select(record => new LeftOutTime(record.From, record.To, record.Reason, record.By.Name) { Record = record.Id }),
    ];
}

/// <summary>The maintenance windows of a system, for an objective whose profile leaves them out: as they truly ran, not as they were planned.</summary>
/// <param name="store">The windows.</param>
/// <param name="clock">The time.</param>
internal sealed class MaintenanceLeftOut(MaintenanceStore store, TimeProvider clock) : ILeftOutTimes
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<LeftOutTime>> OfAsync(SystemProfile system, ObjectiveProfile objective, BudgetPeriod period, CancellationToken cancellation)
    {
        if (objective.LeaveOutMaintenance is not { } reason)
        {
            return [];
        }

        var windows = (await store.WindowsAsync(cancellation).ConfigureAwait(false)).AddRange(await store.DeletedAsync(period.From, cancellation).ConfigureAwait(false));
        var its = windows.Where(window => window.Plan.System == system.Id && window.Plan.Matchers.IsEmpty).ToDictionary(window => window.Id, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        return
        [
            .. (await store.RunsAsync(period.From, cancellation).ConfigureAwait(false))
                .Where(run => its.ContainsKey(run.Window) && Ran(run) && run.Start < period.To && run.Start < now)
                .Select(run => new LeftOutTime(run.Start, EndOf(run), reason, $"maintenance window {run.Name}, made by {its[run.Window].MadeBy.Name}")),
        ];
    }

    private static bool Ran(WindowRun run) => !run.Silences.IsEmpty && run.State is WindowRunState.Set or WindowRunState.Ending or WindowRunState.Ended or WindowRunState.Over;

    // One that ended early and does not say when is taken to have ended at its begin: what is not known to be planned counts.
    private static DateTimeOffset EndOf(WindowRun run) => run.State is WindowRunState.Ended ? run.EndedAt ?? run.Start : run.End;
}
