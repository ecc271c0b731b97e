using System.Collections.Immutable;

namespace OpsConsole.Access;

/// <summary>Something a person can do, by the name that grants, the audit and the command line use.</summary>
/// <param name="Name">Lower case with dashes.</param>
/// <param name="Words">For a sentence: <c>delete a lease</c>.</param>
/// <param name="Roles">Who may, if granted. Never empty.</param>
/// <param name="IsOnSystem">Whether it is done to one system, so that a grant narrowed to systems can apply.</param>
public sealed record GuardedAction(string Name, string Words, ImmutableArray<Role> Roles, bool IsOnSystem)
{
    /// <summary>Whether every role may: then nothing sets one role apart, and any grant gives it.</summary>
    public bool IsEverybodys => Roles.Length == Access.Roles.All.Count;

    /// <summary>Who may, in words: <c>operator or admin</c>.</summary>
    public string RolesInWords() => IsEverybodys ? "any role" : Phrases.List(Roles.Select(role => role.Word()), "or");
}

/// <summary>Everything a person can do: the one table behind pages, hub, HTTP API and command line.</summary>
public static class Actions
{
    private static readonly ImmutableArray<Role> Everybody = [.. Enum.GetValues<Role>()];

    /// <summary>See the live state: pages, hub. Not narrowed by system: an incident crosses systems.</summary>
    public static GuardedAction View { get; } = new("view", "see the live state", Everybody, false);

    /// <summary>Read a pod's log, which may hold more than a board does.</summary>
    public static GuardedAction ReadLogs { get; } = new("read-logs", "read logs", Everybody, true);

    /// <summary>Make, list and take back one's own personal tokens.</summary>
    public static GuardedAction OwnTokens { get; } = new("own-tokens", "keep personal tokens", Everybody, false);

    /// <summary>Read the audit.</summary>
    public static GuardedAction ReadAudit { get; } = new("read-audit", "read the audit", [Role.Auditor, Role.Admin], false);

    /// <summary>Verify the audit's chain.</summary>
    public static GuardedAction VerifyAudit { get; } = new("verify-audit", "verify the audit", [Role.Auditor, Role.Admin], false);

    /// <summary>Take a copy of the audit away.</summary>
    public static GuardedAction ExportAudit { get; } = new("export-audit", "export the audit", [Role.Auditor, Role.Admin], false);

    /// <summary>Take an alert over.</summary>
    public static GuardedAction Acknowledge { get; } = new("acknowledge", "acknowledge an alert", [Role.Responder, Role.Operator, Role.Admin], true);

    /// <summary>Walk a runbook.</summary>
    public static GuardedAction WalkRunbook { get; } = new("walk-runbook", "walk a runbook", [Role.Responder, Role.Operator, Role.Admin], true);

    /// <summary>Create, extend or expire a silence.</summary>
    public static GuardedAction Silence { get; } = new("silence", "silence alerts", [Role.Responder, Role.Operator, Role.Admin], true);

    /// <summary>Delete a lease.</summary>
    public static GuardedAction LeaseDelete { get; } = new("lease-delete", "delete a lease", [Role.Operator, Role.Admin], true);

    /// <summary>Scale a workload.</summary>
    public static GuardedAction Scale { get; } = new("scale", "scale a workload", [Role.Operator, Role.Admin], true);

    /// <summary>Restart a workload.</summary>
    public static GuardedAction RolloutRestart { get; } = new("rollout-restart", "restart a workload", [Role.Operator, Role.Admin], true);

    /// <summary>Delete a pod.</summary>
    public static GuardedAction PodDelete { get; } = new("pod-delete", "delete a pod", [Role.Operator, Role.Admin], true);

    /// <summary>Evict a pod.</summary>
    public static GuardedAction PodEvict { get; } = new("pod-evict", "evict a pod", [Role.Operator, Role.Admin], true);

    /// <summary>Agree to somebody else's action.</summary>
    public static GuardedAction Approve { get; } = new("approve", "approve an action", [Role.Approver, Role.Admin], true);

    /// <summary>Go on in spite of a guard that may be overridden.</summary>
    public static GuardedAction OverrideGuard { get; } = new("override-guard", "override a guard", [Role.Admin], true);

    /// <summary>Act without the second person where the profile allows it.</summary>
    public static GuardedAction BreakGlass { get; } = new("break-glass", "act without approval", [Role.Admin], true);

    /// <summary>Freeze changes, and end a freeze.</summary>
    public static GuardedAction FreezeChanges { get; } = new("freeze-changes", "freeze changes", [Role.Approver, Role.Admin], true);

    /// <summary>Send a test alert.</summary>
    public static GuardedAction TestAlert { get; } = new("test-alert", "send a test alert", [Role.Admin], false);

    /// <summary>See and end other people's sessions and tokens.</summary>
    public static GuardedAction ManageSessions { get; } = new("manage-sessions", "end other people's sessions and tokens", [Role.Admin], false);

    /// <summary>Make, change and take away wallboards, and give out their tokens.</summary>
    public static GuardedAction KeepWalls { get; } = new("keep-walls", "keep wallboards", [Role.Admin], false);

    /// <summary>Send a page again that a channel did not take, or put it aside.</summary>
    public static GuardedAction SendAgain { get; } = new("send-again", "send pages again that no channel took", [Role.Responder, Role.Operator, Role.Admin], true);

    /// <summary>All of them, in the order of the documentation.</summary>
    public static ImmutableArray<GuardedAction> All { get; } =
    [
        View, ReadLogs, OwnTokens, ReadAudit, VerifyAudit, ExportAudit, Acknowledge, WalkRunbook, Silence, LeaseDelete, Scale, RolloutRestart,
        PodDelete, PodEvict, Approve, OverrideGuard, BreakGlass, FreezeChanges, TestAlert, ManageSessions, KeepWalls, SendAgain,
    ];

    /// <summary>Finds one by name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public static GuardedAction? Find(string name) => All.FirstOrDefault(action => action.Name == name);
}
