using Microsoft.Extensions.Logging;

namespace OpsConsole.Incidents;

/// <summary>What the channels write to the log. No address with its path, no key, no text of a page.</summary>
internal static partial class ChannelLog
{
    [LoggerMessage(9000, LogLevel.Information, "{Channel} did not take a page, and is tried again in {Seconds:0.#} s: {Why}")]
    public static partial void TryingAgain(this ILogger log, ChannelIdentity channel, string why, double seconds);

    [LoggerMessage(9001, LogLevel.Error, "{Channel} did not take the page {Page} in {Tries} tries: {Why}")]
    public static partial void NotDelivered(this ILogger log, ChannelIdentity channel, string page, int tries, string why);

    [LoggerMessage(9002, LogLevel.Error, "What became of the page {Page} on {Channel} could not be kept: {Why}")]
    public static partial void NotKept(this ILogger log, ChannelIdentity channel, string page, string why);

    [LoggerMessage(9003, LogLevel.Error, "{Channel} failed in a way that nobody foresaw")]
    public static partial void ChannelBroke(this ILogger log, Exception defect, ChannelIdentity channel);
}
