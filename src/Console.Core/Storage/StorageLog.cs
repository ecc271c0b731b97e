using Microsoft.Extensions.Logging;

namespace OpsConsole.Storage;

/// <summary>What the store writes to the log: changes of state, no statement, no value.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(7000, LogLevel.Information, "The database {Place} is open, version {Version}; {Applied} migrations were applied now")]
    public static partial void Opened(this ILogger log, string place, int version, int applied);

    [LoggerMessage(7001, LogLevel.Error, "The database {Place} fails ({Fault}): {Message} Signing in, actions and the audit do not work until it is back")]
    public static partial void Fails(this ILogger log, string place, StorageFault fault, string message);

    [LoggerMessage(7002, LogLevel.Information, "The database {Place} does its work, after {Seconds:0.0} s")]
    public static partial void AnswersAgain(this ILogger log, string place, double seconds);

    [LoggerMessage(7003, LogLevel.Warning, "News of other replicas are not heard: {Message} Trying again")]
    public static partial void NewsBroken(this ILogger log, string message);

    [LoggerMessage(7004, LogLevel.Information, "News of other replicas are heard")]
    public static partial void NewsHeard(this ILogger log);

    [LoggerMessage(7005, LogLevel.Information, "{Name} is done here from now on (token {Token})")]
    public static partial void LockTaken(this ILogger log, string name, long token);

    [LoggerMessage(7006, LogLevel.Warning, "{Name} is no longer done here (token {Token}): its lock could not be kept")]
    public static partial void LockLost(this ILogger log, string name, long token);

    [LoggerMessage(7007, LogLevel.Error, "{Name} failed; it is begun again after a pause")]
    public static partial void SoleWorkFailed(this ILogger log, Exception cause, string name);

    [LoggerMessage(7008, LogLevel.Information, "Retention: {Rows} rows of {Table} older than {Age} were deleted")]
    public static partial void Deleted(this ILogger log, long rows, string table, string age);

    [LoggerMessage(7009, LogLevel.Warning, "{Name} is begun again after a pause: {Problem}")]
    public static partial void SoleWorkWaits(this ILogger log, string name, string problem);
}
