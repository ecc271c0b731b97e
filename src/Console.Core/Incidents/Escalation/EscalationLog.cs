using Microsoft.Extensions.Logging;

namespace OpsConsole.Incidents;

/// <summary>What escalations log: 9100 to 9199.</summary>
internal static partial class EscalationLog
{
    [LoggerMessage(9100, LogLevel.Information, "{Policies} escalation policies in use, from {File}")]
    public static partial void PoliciesRead(this ILogger log, int policies, string file);

    [LoggerMessage(9101, LogLevel.Error, "{Where}: {What}")]
    public static partial void PolicyWrong(this ILogger log, string where, string what);

    [LoggerMessage(9102, LogLevel.Error, "Nobody is told of alerts until {File} is mended")]
    public static partial void NobodyIsTold(this ILogger log, string file);

    [LoggerMessage(9103, LogLevel.Error, "The last good policies stay in use until {File} is mended: no edit of it counts before")]
    public static partial void LastGoodPoliciesKept(this ILogger log, string file);

    [LoggerMessage(9104, LogLevel.Warning, "{Where}: {What}")]
    public static partial void PolicyDoubtful(this ILogger log, string where, string what);

    [LoggerMessage(9105, LogLevel.Error, "The channel {Channel} threw instead of answering")]
    public static partial void ChannelThrew(this ILogger log, Exception cause, string channel);

    [LoggerMessage(9106, LogLevel.Error, "Escalations stand still, and are tried again: {Problem}")]
    public static partial void EscalationsStandStill(this ILogger log, string problem);

    [LoggerMessage(9107, LogLevel.Information, "Escalations go on")]
    public static partial void EscalationsGoOn(this ILogger log);

    [LoggerMessage(9108, LogLevel.Error, "Step {Step} of the escalation {Escalation} reached nobody by {Channel}: {Why}")]
    public static partial void NotReached(this ILogger log, string step, string escalation, string channel, string why);
}
