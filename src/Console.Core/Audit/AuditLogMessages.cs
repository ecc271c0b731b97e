using Microsoft.Extensions.Logging;

namespace OpsConsole.Audit;

/// <summary>What the audit writes to the log.</summary>
internal static partial class AuditLogMessages
{
    [LoggerMessage(7100, LogLevel.Warning, "The audit's key file {File} can be read or written by others: chmod 600 it")]
    public static partial void KeysAreOpen(this ILogger log, string file);

    [LoggerMessage(7101, LogLevel.Warning, "The audit's key file was made: {File}. Keep a copy outside this machine; without it nobody can verify the record")]
    public static partial void KeysWereMade(this ILogger log, string file);

    [LoggerMessage(7102, LogLevel.Error, "{Entries} audit entries could not be recorded, and what they were for was refused: {Problem}")]
    public static partial void NotRecorded(this ILogger log, int entries, string problem);

    [LoggerMessage(7103, LogLevel.Critical, "The audit was cut off or rewritten: entry {Sequence} was committed and is gone. Nothing is recorded until somebody looks: run 'audit verify'")]
    public static partial void TailIsGone(this ILogger log, long sequence);

    [LoggerMessage(7104, LogLevel.Critical, "Recording failed in a way nobody foresaw")]
    public static partial void RecordingBroke(this ILogger log, Exception cause);

    [LoggerMessage(7110, LogLevel.Information, "Audit anchor: entry {Sequence} has hash {Hash} (at {At:O}, key {KeyId}, mac {Mac})")]
    public static partial void Anchored(this ILogger log, long sequence, string hash, DateTimeOffset at, string keyId, string mac);

    [LoggerMessage(7111, LogLevel.Error, "No audit anchor could be written, so a cut-off end of the record may go unnoticed: {Problem}")]
    public static partial void NotAnchored(this ILogger log, string problem);

    [LoggerMessage(7112, LogLevel.Critical, "The audit ends at entry {Sequence}, but {File} anchors entry {Anchored}: its end was cut off, or an older backup was restored")]
    public static partial void EndsBeforeAnchor(this ILogger log, long sequence, string file, long anchored);
}
