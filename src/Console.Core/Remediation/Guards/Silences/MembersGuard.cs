namespace OpsConsole.Remediation;

/// <summary>A silence that a member of the cluster does not know holds nothing back there.</summary>
internal sealed class MembersGuard() : Guard(new("members", "the members of the Alertmanager's cluster", "one does not answer: whether it takes the silence up can't be seen", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene) => scene.SilentMembers.IsEmpty
        ? Pass(scene, scene.Members.Length > 1 ? "All members of the cluster answer" : "The Alertmanager answers", Words.Some(scene.Members))
        : Warn(scene, "Not every member of the cluster answers", $"{Words.Some(scene.SilentMembers)} of {Words.Some(scene.Members)}: it is written at {scene.Call.Target.Place}, and they take it up once they are back");
}
