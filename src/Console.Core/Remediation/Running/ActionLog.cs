using Microsoft.Extensions.Logging;

namespace OpsConsole.Remediation;

/// <summary>What the guarded actions write to the log. The record has more; the log has no reasons and no names of people.</summary>
internal static partial class ActionLog
{
    [LoggerMessage(8000, LogLevel.Information, "Action {Id} ({Kind} on {System}) begins")]
    public static partial void Begins(this ILogger log, string id, string kind, string system);

    [LoggerMessage(8001, LogLevel.Information, "Action {Id} ({Kind} on {System}) is over: {State}")]
    public static partial void Ends(this ILogger log, string id, string kind, string system, RunState state);

    [LoggerMessage(8002, LogLevel.Warning, "The outcome of action {Id} can't be recorded: {Because}. Trying again")]
    public static partial void OutcomeWaits(this ILogger log, string id, string because);

    [LoggerMessage(8003, LogLevel.Warning, "Action {Id} is no longer ours: {Because}")]
    public static partial void NoLongerOurs(this ILogger log, string id, string because);

    [LoggerMessage(8004, LogLevel.Error, "Action {Id} failed in a way that nobody foresaw")]
    public static partial void Unforeseen(this ILogger log, Exception cause, string id);

    [LoggerMessage(8005, LogLevel.Warning, "Action {Id} was left by {Replica}: what became of it is looked up now")]
    public static partial void Found(this ILogger log, string id, string replica);

    [LoggerMessage(8006, LogLevel.Warning, "This process was silent for too long, and others took over its actions ({Replica})")]
    public static partial void LifeTaken(this ILogger log, string replica);

    [LoggerMessage(8007, LogLevel.Warning, "A step of action {Id} could not be stored: {Because}")]
    public static partial void StepLost(this ILogger log, string id, string because);

    [LoggerMessage(8008, LogLevel.Warning, "{Count} actions are still under way as the console ends; another replica, or the next start, looks after them")]
    public static partial void LeftUnderWay(this ILogger log, int count);
}
