using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.People;
using OpsConsole.SignIn;

namespace OpsConsole.Hosting;

/// <summary>
/// Requests that are refused before anybody is known, on record: one entry for an address and a reason in a minute. A flood of them must
/// not become a flood of entries.
/// </summary>
/// <param name="audit">The record.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class RefusalRecord(IAuditLog audit, TimeProvider clock, ILogger<RefusalRecord> log)
{
    private readonly OncePerMinute noted = new(clock);

    /// <summary>Records a refusal, unless one like it was within the minute.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">What was tried, by the name for the record.</param>
    /// <param name="why">Why it was refused. It repeats nothing that the request said.</param>
    /// <param name="method">How they tried to show who they are.</param>
    public async Task NoteAsync(HttpContext context, string action, string why, SignInMethod method = SignInMethod.Token)
    {
        var address = ConsoleSignIn.AddressOf(context) ?? "this machine";
        if (!noted.IsFirst($"{action}: {why}", address))
        {
            return;
        }

        log.Refused(action, address, why);
        var nobody = SignInRecord.Stranger(null, exists: false, method, ConsoleSignIn.AddressOf(context));
        var recorded = await audit.AppendAsync(
            new AuditEvent { Actor = nobody, Action = action, Stage = AuditStage.Denied, Target = context.Request.Path, Reason = why }, CancellationToken.None);
        if (!recorded.IsOk)
        {
            log.NotRecorded(action, recorded.Explanation);
        }
    }
}

/// <summary>What the log says of them.</summary>
internal static partial class RefusalLog
{
    [LoggerMessage(6022, LogLevel.Warning, "Refused {Action} from {Address}: {Why}. More of the same within a minute is not told")]
    public static partial void Refused(this ILogger log, string action, string address, string why);

    [LoggerMessage(6023, LogLevel.Error, "A refusal of {Action} could not be recorded: {Problem}")]
    public static partial void NotRecorded(this ILogger log, string action, string problem);
}
