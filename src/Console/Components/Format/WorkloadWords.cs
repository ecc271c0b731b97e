using OpsConsole.Workloads;

namespace OpsConsole.Components.Format;

/// <summary>Workloads in words.</summary>
internal static class WorkloadWords
{
    private const int Most = 3;

    /// <summary>All of a system's in one line; those that lack something first: <c>api 1 of 2, web 2 of 2</c>, <c>all 5 workloads ready</c>.</summary>
    public static string All(IReadOnlyCollection<WorkloadStatus> workloads)
    {
        var whole = workloads.Where(workload => workload.Ready >= workload.Profile.Usual).ToList();
        if (whole.Count == workloads.Count && workloads.Count > 2)
        {
            return $"all {workloads.Count} workloads ready";
        }

        var all = workloads.Except(whole).Concat(whole).ToList();
        return string.Join(", ", all.Take(Most).Select(One)) + (all.Count > Most ? $" and {all.Count - Most} more" : string.Empty);
    }

    private static string One(WorkloadStatus workload) => workload.Ready is { } ready
        ? $"{workload.Profile.Name} {ready} of {workload.Profile.Usual}"
        : $"{workload.Profile.Name} not known";
}
