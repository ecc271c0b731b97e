using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>A guard that looks at the pod; without it nothing can be told.</summary>
/// <param name="about">What it is.</param>
internal abstract class PodGuard(GuardDescription about) : Guard(about)
{
    /// <inheritdoc/>
    public sealed override GuardAnswer Judge(Scene scene) => scene.Pod is { } pod
        ? Judge(scene, pod)
        : Unknown(scene, "The pod can't be seen", $"{scene.Call.Target.Title} is not known");

    /// <summary>Judges what is seen.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="pod">The pod.</param>
    protected abstract GuardAnswer Judge(Scene scene, PodStatus pod);
}
