using OpsConsole.Leadership;

namespace OpsConsole.Remediation;

/// <summary>The lease tells who holds it, the candidates tell who believes to lead: both should say the same.</summary>
internal sealed class MetricAgreesGuard() : Guard(new(
    "metric-agrees", "the candidates' own word on who leads", "somebody says that they lead though the lease ran out, several say so, or none can be heard", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        if (scene.Profile.Leader?.StatusMetric is null)
        {
            return Pass(scene, "There is no metric to compare with", "the profile names none");
        }

        return scene.Leader switch
        {
            null or { Contenders: null } => Warn(scene, "The candidates can't be heard", "their metric is not known"),
            { State: LeaderState.SplitBrain or LeaderState.Disagreement } leader => Warn(scene, "Lease and candidates contradict each other", leader.Because),
            { Leading: { IsEmpty: false } leading } when Renewal.Holds(scene.Leader, scene.Profile.Leader, scene.Now) is not true =>
                Warn(scene, "Somebody says that they lead", $"{Words.Some(leading)}, though the lease is not renewed"),
            { Contenders: [] } => Warn(scene, "The candidates can't be heard", "none of them reports whether it leads"),
            { Contenders: { } all, Leading: var leading } => Pass(scene, "Lease and candidates agree",
                leading.IsEmpty ? $"none of {Words.Count(all.Length, "candidate")} says that it leads" : $"{Words.Some(leading)} says that it leads"),
        };
    }
}
