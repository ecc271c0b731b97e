namespace OpsConsole.Remediation;

/// <summary>The ten stages of every guarded action, in order.</summary>
public enum ActionStage
{
    /// <summary>Whether the person may.</summary>
    Grant = 1,

    /// <summary>What exactly is asked, within its bounds.</summary>
    Parameters,

    /// <summary>What the guards say.</summary>
    Preflight,

    /// <summary>What the server says would change.</summary>
    DryRun,

    /// <summary>The person means it.</summary>
    Confirmation,

    /// <summary>A second person agrees, where one is needed.</summary>
    Approval,

    /// <summary>It is on record that it is about to be done.</summary>
    Intent,

    /// <summary>It is done, once.</summary>
    Execution,

    /// <summary>What the world looks like afterwards.</summary>
    Verification,

    /// <summary>Taking it back, where that is possible.</summary>
    Undo,
}

/// <summary>How much a person must do before an action is done.</summary>
public enum RiskTier
{
    /// <summary>A click.</summary>
    Click = 1,

    /// <summary>The target's name with its cluster's is typed, and a reason given.</summary>
    TypedName,

    /// <summary>The same, and a second person agrees.</summary>
    SecondPerson,
}
