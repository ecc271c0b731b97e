using Microsoft.Extensions.Logging;

namespace OpsConsole.Leadership;

/// <summary>Log events of leader election: 4100 to 4199.</summary>
internal static partial class LeaderLog
{
    [LoggerMessage(4100, LogLevel.Information, "Leader election of {System} went from {Before} to {State}: {Because}")]
    public static partial void LeaderChanged(this ILogger log, string system, LeaderState before, LeaderState state, string because);
}
