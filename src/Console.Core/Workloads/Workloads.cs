using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>A workload now.</summary>
/// <param name="System">The system's id.</param>
/// <param name="Profile">Its profile.</param>
/// <param name="Ready">Replicas that are ready; null for not known.</param>
/// <param name="Problem">Why it is not known; null otherwise.</param>
public sealed record WorkloadStatus(string System, WorkloadProfile Profile, int? Ready, string? Problem);

/// <summary>All workloads that can be told.</summary>
/// <param name="Workloads">One entry a workload, in the profiles' order.</param>
public sealed record WorkloadBoard(ImmutableArray<WorkloadStatus> Workloads)
{
    /// <summary>The workloads of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<WorkloadStatus> Of(string system) => Workloads.Where(workload => workload.System == system);
}
