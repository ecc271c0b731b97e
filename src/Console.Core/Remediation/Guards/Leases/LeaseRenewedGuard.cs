using OpsConsole.Leadership;

namespace OpsConsole.Remediation;

/// <summary>Deleting the lease of a holder that lives makes two leaders until it notices.</summary>
internal sealed class LeaseRenewedGuard() : Guard(new(
    "lease-renewed", "when the lease was last renewed, and whether its holder's pod is ready",
    "it is renewed, though its holder's pod is not ready or gone", "it is renewed, and its holder's pod is ready or not known; unknown when the lease can't be seen"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        if (scene.Leader is not { Lease: { } lease } leader)
        {
            return Unknown(scene, "The lease can't be seen", scene.Leader?.Because ?? "who leads is not known");
        }

        var seen = Renewal.Words(scene, lease);
        return Renewal.Holds(leader, scene.Profile.Leader, scene.Now) switch
        {
            null => Unknown(scene, "Whether the lease is renewed can't be told yet", leader.Because),
            false when Candidate.Of(lease.Holder) is null => Pass(scene, "Nobody holds the lease", "it was released"),
            false => Pass(scene, "The lease has run out", seen),
            true => Renewed(scene, lease, seen),
        };
    }

    private GuardAnswer Renewed(Scene scene, Lease lease, string seen)
    {
        var holder = Candidate.Of(lease.Holder) ?? "somebody";
        var pod = scene.Pods.FirstOrDefault(it => it.Pod.Id.Name == holder && it.Pod.Id.Namespace == lease.Namespace);
        return pod switch
        {
            { Pod.IsReady: true } => Block(scene, "The holder is alive and renews the lease", $"{holder} is ready, {seen}; deleting it makes two leaders for up to {Words(scene, lease)}"),
            { } => Warn(scene, "The lease is renewed by a pod that is not ready", $"{holder}: {pod.Words}; {seen}"),
            null when scene.Leader!.HolderPod is { } gone => Warn(scene, "The lease is renewed though its holder's pod is gone", $"{holder}: {gone}; {seen}"),
            null => Block(scene, "The lease is renewed", $"by {holder}, whose pod is not known; {seen}"),
        };
    }

    private static string Words(Scene scene, Lease lease) => DurationText.Words(scene.Profile.Leader?.RenewDeadline ?? Renewal.Lasts(lease, null));
}
