using Microsoft.Extensions.Logging;

namespace OpsConsole.Systems;

/// <summary>What the reading of profiles and runbooks logs: 1000 to 1999.</summary>
internal static partial class SystemsLog
{
    [LoggerMessage(1001, LogLevel.Information, "Profile of {System} loaded from {File}")]
    public static partial void ProfileLoaded(this ILogger log, string system, string file);

    [LoggerMessage(1002, LogLevel.Warning, "Profile of {System} is gone: {File} was removed")]
    public static partial void ProfileGone(this ILogger log, string system, string file);

    [LoggerMessage(1003, LogLevel.Error, "{Where}: {What}")]
    public static partial void ProfileWrong(this ILogger log, string where, string what);

    [LoggerMessage(1004, LogLevel.Warning, "The last good profile of {System} stays in use until {File} is mended")]
    public static partial void LastGoodKept(this ILogger log, string system, string file);

    [LoggerMessage(1005, LogLevel.Information, "{File} of {System} is no longer at fault")]
    public static partial void ProfileMended(this ILogger log, string system, string file);

    [LoggerMessage(1006, LogLevel.Warning, "Changes in {Folder} are not notified ({Why}); it is looked at every {Period}")]
    public static partial void FolderNotWatched(this ILogger log, string folder, string why, TimeSpan period);

    [LoggerMessage(1007, LogLevel.Information, "{Count} runbook files found in {Folder}")]
    public static partial void RunbooksFound(this ILogger log, int count, string folder);
}
