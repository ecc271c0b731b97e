namespace OpsConsole.Workloads;

/// <summary>Restarts of containers that happened together.</summary>
/// <param name="At">When the last of them happened, as far as we know.</param>
/// <param name="Count">How many.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Reason">How the container ended before: <c>OOMKilled</c>; null when not told.</param>
internal sealed record Restarts(DateTimeOffset At, int Count, string Pod, string? Reason);

/// <summary>
/// Restarts of the last hour by workload. The cluster tells only how many there ever were and when the last was: what lies between two
/// looks is counted, and of the time before the first look only what is certain. A pod that goes leaves its restarts.
/// </summary>
internal sealed class RestartLedger
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly Dictionary<WorkloadKey, List<Restarts>> kept = [];

    /// <summary>A pod came, changed, or went.</summary>
    /// <param name="before">As it was; null when it is new.</param>
    /// <param name="after">As it is; null when it is gone.</param>
    /// <param name="workload">Its workload now.</param>
    /// <param name="at">When.</param>
    public void Seen(Pod? before, Pod? after, WorkloadKey? workload, DateTimeOffset at)
    {
        if (after is null || workload is not { } key || after.Restarts == 0)
        {
            return;
        }

        var known = before?.Id.Uid == after.Id.Uid ? before : null;
        foreach (var container in after.Containers.Where(container => container.Restarts > 0))
        {
            var was = known?.Containers.FirstOrDefault(it => it.Name == container.Name && it.IsInit == container.IsInit);
            var restarts = known is null ? FirstSeen(after, container, at) : container.Restarts - (was?.Restarts ?? 0);
            if (restarts > 0)
            {
                Note(key, new Restarts(known is null ? LastEnd(container, at) : at, restarts, after.Id.Name, container.Last?.Reason));
            }
        }
    }

    /// <summary>A pod turned out to belong to another workload: its restarts go with it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="to">Its workload.</param>
    public void Moved(Pod pod, WorkloadKey? to)
    {
        foreach (var (key, list) in kept.ToArray())
        {
            var its = list.Where(restarts => restarts.Pod == pod.Id.Name).ToArray();
            if (its.Length > 0 && key != to)
            {
                list.RemoveAll(restarts => restarts.Pod == pod.Id.Name);
                Array.ForEach(its, restarts => Note(to ?? key, restarts));
            }
        }
    }

    /// <summary>A workload's restarts of the last hour.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<Restarts> InHour(WorkloadKey workload, DateTimeOffset now)
    {
        if (!kept.TryGetValue(workload, out var list))
        {
            return [];
        }

        list.RemoveAll(restarts => now - restarts.At > Kept);
        if (list.Count == 0)
        {
            kept.Remove(workload);
        }

        return list;
    }

    // A pod younger than an hour had all its restarts within it; of an older one only the last has a time.
    private static int FirstSeen(Pod pod, PodContainer container, DateTimeOffset at) =>
        at - pod.Id.CreatedAt < Kept ? container.Restarts
        : at - container.Last?.FinishedAt < Kept ? 1
        : 0;

    private static DateTimeOffset LastEnd(PodContainer container, DateTimeOffset at) =>
        container.Last?.FinishedAt is { } end && end < at ? end : at;

    private void Note(WorkloadKey workload, Restarts restarts)
    {
        if (!kept.TryGetValue(workload, out var list))
        {
            kept[workload] = list = [];
        }

        list.Add(restarts);
    }
}
