using Microsoft.Extensions.Logging;

namespace OpsConsole.Access;

/// <summary>What the reading of grants logs: 7100 to 7199.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(7201, LogLevel.Information, "{Count} grants in use, from {File}")]
    public static partial void GrantsRead(this ILogger log, int count, string file);

    [LoggerMessage(7202, LogLevel.Error, "{Where}: {What}")]
    public static partial void GrantWrong(this ILogger log, string where, string what);

    [LoggerMessage(7203, LogLevel.Error, "The last good grants stay in use until {File} is mended: no edit of it counts before")]
    public static partial void LastGoodGrantsKept(this ILogger log, string file);

    [LoggerMessage(7204, LogLevel.Warning, "{Where}: {What}")]
    public static partial void GrantDoubtful(this ILogger log, string where, string what);
}
