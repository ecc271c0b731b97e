using Microsoft.Extensions.Logging;

namespace OpsConsole.Upstream;

/// <summary>What the upstreams write to the log: changes of state, never each request; no header, no body.</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(2000, LogLevel.Warning, "{Source} fails ({Fault}): {Message}")]
    public static partial void SourceFails(this ILogger log, SourceIdentity source, UpstreamFault fault, string message);

    [LoggerMessage(2001, LogLevel.Information, "{Source} answers again after {Failures} failed requests since {Since:O}")]
    public static partial void SourceAnswersAgain(this ILogger log, SourceIdentity source, long failures, DateTimeOffset since);

    [LoggerMessage(2002, LogLevel.Warning, "Watch of {Collection} of {Source} broke ({Fault}): {Message}; trying again after a pause")]
    public static partial void WatchBroken(this ILogger log, string collection, SourceIdentity source, UpstreamFault fault, string message);

    [LoggerMessage(2003, LogLevel.Information, "{Source} no longer knows our place in its {Collection}: listing them again")]
    public static partial void WatchRelists(this ILogger log, string collection, SourceIdentity source);

    [LoggerMessage(2004, LogLevel.Warning, "The clock of {Source} is {Seconds} s ahead of ours (negative: behind); ages and expiries are off by as much")]
    public static partial void ClockIsOff(this ILogger log, SourceIdentity source, double seconds);

    [LoggerMessage(2005, LogLevel.Warning, "{Source} does not tell its external labels, so its alerts may not be recognised in Alertmanager: {Message}")]
    public static partial void ExternalLabelsUnknown(this ILogger log, SourceIdentity source, string message);
}
