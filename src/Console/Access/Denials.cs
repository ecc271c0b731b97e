using OpsConsole.Audit;

namespace OpsConsole.Access;

/// <summary>Puts refusals on record: one entry for a person and an action in a minute. A page or script that asks in a loop must not bury the record.</summary>
/// <param name="audit">The record.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class Denials(IAuditLog audit, TimeProvider clock, ILogger<Denials> log)
{
    private readonly OncePerMinute worth = new(clock);

    /// <summary>Records a refusal, unless one like it was within the minute.</summary>
    /// <param name="refusal">What was refused.</param>
    /// <param name="target">What was asked for: a path without its query.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task NoteAsync(Refusal refusal, string target, CancellationToken cancellation)
    {
        if (!worth.IsFirst(refusal.Action.Name, refusal.Person.Subject))
        {
            return;
        }

        var recorded = await audit.AppendAsync(
            new AuditEvent
            {
                Actor = refusal.Person,
                Action = refusal.Action.Name,
                Stage = AuditStage.Denied,
                System = refusal.System,
                Target = target,
                Reason = refusal.Reason,
            },
            cancellation);

        // Refused it is all the same.
        if (!recorded.IsOk)
        {
            log.NotRecorded(refusal.Action.Name, recorded.Explanation);
        }
    }
}

/// <summary>What the log says of refusals: 7210 to 7219.</summary>
internal static partial class DenialsLog
{
    [LoggerMessage(7210, LogLevel.Error, "A refusal of {Action} could not be recorded: {Problem}")]
    public static partial void NotRecorded(this ILogger log, string action, string problem);
}
