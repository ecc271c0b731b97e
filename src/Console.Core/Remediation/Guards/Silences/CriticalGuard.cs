using OpsConsole.Alerts;

namespace OpsConsole.Remediation;

/// <summary>A critical alert that nobody hears.</summary>
internal sealed class CriticalGuard() : Guard(new("critical", "the alerts of now that it fits", "one of them is critical", null))
{
    /// <inheritdoc/>
    public override GuardAnswer Judge(Scene scene)
    {
        var critical = SilenceView.Of(scene).Reached.Where(alert => alert.Severity is Severity.Critical).ToList();
        return critical.Count > 0
            ? Warn(scene, "It hides critical alerts", SilenceView.Names(critical))
            : Pass(scene, "It hides no critical alert", "none of those it fits now is critical");
    }
}
