namespace OpsConsole.Incidents;

/// <summary>The words for states, verdicts and kinds, in sentences and on screens.</summary>
public static class IncidentWords
{
    /// <summary>A state.</summary>
    /// <param name="state">The state.</param>
    public static string Of(IncidentState state) => state switch
    {
        IncidentState.Open => "open",
        IncidentState.Mitigated => "mitigated",
        IncidentState.Closed => "closed",
        _ => "merged",
    };

    /// <summary>A verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Of(IncidentVerdict verdict) => verdict switch
    {
        IncidentVerdict.Useful => "useful",
        IncidentVerdict.Noise => "noise",
        _ => "needs a runbook",
    };

    /// <summary>A kind of what belongs to an incident.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(LinkKind kind) => kind switch
    {
        LinkKind.Alert => "alert",
        LinkKind.Walkthrough => "walkthrough",
        LinkKind.Action => "action",
        _ => "silence",
    };
}
