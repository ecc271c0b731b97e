using Microsoft.Extensions.Logging;

namespace OpsConsole.Incidents;

/// <summary>Log events of incidents: 7300 to 7319.</summary>
internal static partial class IncidentLog
{
    [LoggerMessage(7300, LogLevel.Warning, "Incidents are neither opened nor kept up by themselves meanwhile: {Problem}")]
    public static partial void IncidentsWait(this ILogger log, string problem);
}
