using System.Collections.Immutable;

namespace OpsConsole.Remediation;

/// <summary>The guards that every action has.</summary>
internal static class CommonGuards
{
    private static readonly ImmutableArray<IGuard> Everywhere = [new FreshGuard(), new NobodyElseGuard(), new CooldownGuard(), new FreezeGuard()];
    private static readonly ImmutableArray<IGuard> OnClusters = [.. Everywhere, new ClusterAgreesGuard()];

    /// <summary>All guards of an action.</summary>
    /// <param name="remedy">The action.</param>
    public static ImmutableArray<IGuard> And(IRemedy remedy) => [.. remedy.About.IsSilence() ? Everywhere : OnClusters, .. remedy.Guards];

    /// <summary>Whether an action is done to an Alertmanager and not to a cluster.</summary>
    /// <param name="about">The action.</param>
    public static bool IsSilence(this RemedyDescription about) => about.ProfileKind == "silence";
}
