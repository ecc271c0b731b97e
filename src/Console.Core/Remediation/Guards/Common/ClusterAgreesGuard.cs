namespace OpsConsole.Remediation;

/// <summary>The cluster's own rights: better asked before than refused in the middle.</summary>
internal sealed class ClusterAgreesGuard() : Guard(new(
    "cluster-agrees", "the cluster's own rights (SelfSubjectAccessReview), of the person where they are impersonated, else of the console", null,
    "the cluster does not allow it; unknown when it can't be asked"))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene) => scene.Right switch
    {
        { IsAllowed: true } right => Pass(scene, "The cluster agrees", $"{right.Question.Words} is allowed{Because(right.Says)}"),
        { } right => Block(scene, "The cluster does not allow it", $"missing: {right.Question.Words}{Because(right.Says)}"),
        _ => Unknown(scene, "The cluster's rights can't be told", scene.RightUnknown ?? "the cluster was not asked"),
    };

    private static string Because(string? words) => words is null ? string.Empty : $" ({words})";
}
