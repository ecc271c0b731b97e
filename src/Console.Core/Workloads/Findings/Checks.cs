using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>All checks, in one place.</summary>
internal static class Checks
{
    /// <summary>The checks. Each finds something else; none depends on another's outcome.</summary>
    public static ImmutableArray<ICheck> All { get; } =
    [
        new BudgetBlocksDrain(), new BudgetIsTight(), new BudgetsOverlap(), new BudgetSelectsNothing(),
        new AutoscalerOwns(), new AutoscalerFloor(), new AutoscalerAtMaximum(), new AutoscalerIsBlind(),
        new TooManyContenders(), new LeaseTiming(), new HolderHasNoPod(), new HolderClockIsOff(), new LeadershipFlaps(),
        new WorkloadIsMissing(), new ReplicasMismatch(), new GenerationMismatch(), new RolloutIsStuck(),
        new CrashLoops(), new FrequentRestarts(), new PodsPending(), new NodeInTrouble(), new CertificateExpires(),
    ];
}
