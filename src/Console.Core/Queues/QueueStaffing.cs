using OpsConsole.Systems;

namespace OpsConsole.Queues;

/// <summary>How many workers a queue would need, if each goes on as now: completions per second by the workers that are alive.</summary>
/// <param name="PerWorker">Completions per second of one worker; above zero.</param>
/// <param name="KeepUp">So many complete as much as arrives.</param>
/// <param name="Drain">So many complete a tenth more, so that what has gathered goes away.</param>
public sealed record QueueStaffing(double PerWorker, int KeepUp, int Drain)
{
    private const double Ahead = 1.1;

    // More than any profile allows: what is counted beyond is a mistake in a query.
    private const int Most = 10_000;

    /// <summary>Reckons; null when rates or workers are not known, or nobody completes anything: then nobody can tell what one more would do.</summary>
    /// <param name="queue">The queue.</param>
    public static QueueStaffing? Of(QueueStatus queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (queue is not { InRate: >= 0 and var comes, OutRate: > 0 and var goes, Workers: > 0 and var workers } || !double.IsFinite(comes * goes * workers))
        {
            return null;
        }

        var one = goes / workers;
        return one > 0 && comes * Ahead / one <= Most ? new QueueStaffing(one, Whole(comes / one), Whole(comes * Ahead / one)) : null;
    }

    /// <summary>The replicas to ask for: more than now only where the queue grows and more would help, never beyond what the profile allows; null to leave them as they are.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="workload">The workload that works it off.</param>
    /// <param name="desired">The replicas that it has been told to have.</param>
    public static int? Suggest(QueueStatus queue, WorkloadProfile workload, int desired)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(workload);
        return queue.Forecast.Outlook is DrainOutlook.Growing && Of(queue) is { } staffing && Math.Min(staffing.Drain, workload.Max) is var wanted && wanted > desired
            ? wanted
            : null;
    }

    // 2.0000000001 workers are two.
    private static int Whole(double workers) => (int)Math.Ceiling(workers - 1e-6);
}
