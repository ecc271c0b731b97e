using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>Where whoever has only names gets what a walkthrough is started with: the HTTP API asks these.</summary>
/// <param name="Runbook">A runbook by its key; null when there is none.</param>
/// <param name="Scene">What templates are filled from, for an alert and a system.</param>
public sealed record WalkSources(Func<string, Runbook?> Runbook, Func<Alert?, SystemProfile?, RunbookScene> Scene)
{
    /// <summary>No runbook is known.</summary>
    public static WalkSources None { get; } = new(_ => null, (_, _) => RunbookScene.Nothing);
}
