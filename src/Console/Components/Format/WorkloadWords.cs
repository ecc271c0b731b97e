using OpsConsole.Workloads;

namespace OpsConsole.Components.Format;

/// <summary>Workloads in words.</summary>
internal static class WorkloadWords
{
    /// <summary>All of a system's: <c>api 2 of 2, web 2 of 2 ready</c>.</summary>
    public static string All(IReadOnlyCollection<WorkloadStatus> workloads) => string.Join(", ", workloads.Take(4).Select(One))
        + (workloads.Count > 4 ? $" and {workloads.Count - 4} more" : string.Empty);

    private static string One(WorkloadStatus workload) => workload.Ready is { } ready
        ? $"{workload.Profile.Name} {ready} of {workload.Profile.Usual}"
        : $"{workload.Profile.Name} not known";
}
