using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>More candidates for a lease than are useful.</summary>
internal sealed class TooManyContenders : ICheck
{
    private static readonly TimeSpan Rollout = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public string Id => "lease-contenders";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        if (view.Profile.Leader is not { } election)
        {
            yield break;
        }

        var pods = LeaseFacts.Electors(view)?.Pods.Count(pod => pod.Pod.Phase == "Running" && pod.Pod.Id.DeletedAt is null) ?? 0;
        var report = view.Leader?.Contenders?.Length ?? 0;
        var contenders = Math.Max(pods, report);
        if (contenders > election.MaxContenders)
        {
            yield return new(
                FindingLevel.Warning, LeaseFacts.Title(election), "More contend for the lease than is useful",
                string.Create(CultureInfo.InvariantCulture,
                    $"{contenders} contend ({(pods >= report ? "running pods" : "pods that report the metric")}); the profile says that more than {election.MaxContenders} get in each other's way: each tries to write the lease, and conflicts (409) and load on the cluster's API grow."),
                string.Create(CultureInfo.InvariantCulture, $"Scale down to {election.MaxContenders} or fewer; 3 are enough."))
            {
                // While a rollout replaces pods, old and new are counted together.
                After = Rollout,
            };
        }
    }
}
