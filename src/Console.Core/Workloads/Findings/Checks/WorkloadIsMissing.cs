using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>A workload that the profile names and the cluster does not have.</summary>
internal sealed class WorkloadIsMissing : ICheck
{
    /// <inheritdoc/>
    public string Id => "workload-missing";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Missing.Select(it => new Suspicion(
        FindingLevel.Problem, $"{it.Kind} {it.Namespace}/{it.Name}", "The cluster does not have it",
        string.Create(CultureInfo.InvariantCulture, $"The profile says that {it.Usual} replicas are usual, and cluster {view.Profile.Cluster} has no {it.Kind} of this name."),
        "Correct kind, namespace or name in the profile, or bring it back."));
}
