using Microsoft.Extensions.Logging;
using OpsConsole.Audit;

namespace OpsConsole.People;

/// <summary>What the work with people and sessions logs.</summary>
internal static partial class PeopleLog
{
    [LoggerMessage(7221, LogLevel.Warning, "{Subject} could not be signed in, because the database does not do its part")]
    public static partial void NoSignIn(this ILogger log, Exception cause, string subject);

    [LoggerMessage(7222, LogLevel.Warning, "Sessions can't be read or written now; those that are known here go on until their limits")]
    public static partial void StoreSilent(this ILogger log, Exception cause);

    [LoggerMessage(7223, LogLevel.Error, "Not recorded: {Action} {Stage}: {Problem}")]
    public static partial void NotRecorded(this ILogger log, string action, AuditStage stage, string problem);

    [LoggerMessage(7224, LogLevel.Warning, "The users file is not taken; the last good one counts: {Problem}")]
    public static partial void UsersRefused(this ILogger log, string problem);

    [LoggerMessage(7225, LogLevel.Information, "The users file is taken: {Count} users")]
    public static partial void UsersTaken(this ILogger log, int count);

    [LoggerMessage(7226, LogLevel.Information, "Changes of the folder with the users file are not notified ({Reason}); it is looked at every ten seconds")]
    public static partial void UsersNotNotified(this ILogger log, string reason);
}
