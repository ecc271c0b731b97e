using Microsoft.Extensions.Logging;

namespace OpsConsole.Changes;

/// <summary>What the record of configuration logs: 7130 to 7139.</summary>
internal static partial class ConfigurationLog
{
    [LoggerMessage(7130, LogLevel.Warning, "The files of the configuration could not be looked at, and are again soon: {Problem}")]
    public static partial void NotLooked(this ILogger log, string problem);

    [LoggerMessage(7131, LogLevel.Error, "That {File} changed could not be recorded, and is tried again: {Problem}")]
    public static partial void NotRecorded(this ILogger log, string file, string problem);
}
