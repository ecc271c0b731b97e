namespace OpsConsole.Remediation;

/// <summary>What all guards share: how an answer is made.</summary>
/// <param name="about">What it is.</param>
internal abstract class Guard(GuardDescription about) : IGuard
{
    /// <inheritdoc/>
    public GuardDescription About { get; } = about;

    /// <inheritdoc/>
    public abstract GuardAnswer Judge(Scene scene);

    /// <summary>Nothing stands against it.</summary>
    protected GuardAnswer Pass(Scene scene, string title, string saw) => Answer(scene, GuardVerdict.Pass, title, saw);

    /// <summary>A person should know this first.</summary>
    protected GuardAnswer Warn(Scene scene, string title, string saw) => Answer(scene, GuardVerdict.Warn, title, saw);

    /// <summary>It can't be told, and so it stops.</summary>
    protected GuardAnswer Unknown(Scene scene, string title, string saw) => Answer(scene, GuardVerdict.Unknown, title, saw);

    /// <summary>It must not be done.</summary>
    protected GuardAnswer Block(Scene scene, string title, string saw) => Answer(scene, GuardVerdict.Block, title, saw);

    private GuardAnswer Answer(Scene scene, GuardVerdict verdict, string title, string saw) =>
        new(About.Id, title, verdict, saw, scene.SeenAt)
        {
            MayBeOverridden = About.MayBeOverridden && verdict is (GuardVerdict.Block or GuardVerdict.Unknown),
        };
}
