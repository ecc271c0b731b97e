namespace OpsConsole.Remediation;

/// <summary>Many contenders for one lease get in each other's way.</summary>
internal sealed class ContendersGuard() : Guard(new("contenders", "how many pods contend for the lease", "they are more than the profile's max_contenders", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        if (scene.Profile.Leader is not { } election)
        {
            return Pass(scene, "Nobody is elected", "the profile names no lease");
        }

        var count = scene.Leader?.Contenders?.Length ?? Electors.Of(scene).Ready().Length;
        var saw = $"{Words.Count(count, "contender")}; more than {election.MaxContenders} get in each other's way";
        return count > election.MaxContenders ? Warn(scene, "Many contend for the lease", saw) : Pass(scene, "Few enough contend for the lease", saw);
    }
}
