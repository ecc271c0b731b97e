using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace OpsConsole.Storage;

/// <summary>What is wrong with the database, by name.</summary>
public enum StorageFault
{
    /// <summary>It does not answer.</summary>
    Unreachable,

    /// <summary>Others held it for too long; trying again may help.</summary>
    Busy,

    /// <summary>No room is left on its disk.</summary>
    Full,

    /// <summary>Its file is damaged or is no database.</summary>
    Corrupt,

    /// <summary>A newer program wrote it.</summary>
    TooNew,

    /// <summary>It may not be written: a read-only file system or account.</summary>
    ReadOnly,

    /// <summary>It refused a statement that breaks its rules: a trigger, a constraint.</summary>
    Refused,

    /// <summary>A lock that the work was done under has moved to somebody else.</summary>
    Fenced,

    /// <summary>Something else; the message says what.</summary>
    Other,
}

/// <summary>The database did not do what was asked; classified once, here, so that nobody branches on text.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">A sentence for a person; it holds no connection string.</param>
/// <param name="cause">What the driver threw; null when the console itself found it.</param>
public sealed class StorageException(StorageFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What is wrong.</summary>
    public StorageFault Fault => fault;

    /// <summary>Turns a driver's exception into ours.</summary>
    /// <param name="thrown">What was thrown.</param>
    /// <returns>Ours; null when it does not come from the database.</returns>
    public static StorageException? Of(Exception thrown) => thrown switch
    {
        StorageException ours => ours,
        SqliteException e => new(OfSqlite(e), Sentence($"The database: {Words(OfSqlite(e), e.Message)}"), e),
        PostgresException e => new(OfState(e.SqlState), Sentence($"The database: {Words(OfState(e.SqlState), e.MessageText)}"), e),
        DbException e => new(StorageFault.Unreachable, Sentence($"The database does not answer: {e.Message}"), e),
        TimeoutException e => new(StorageFault.Unreachable, "The database does not answer in time.", e),
        IOException { InnerException: System.Net.Sockets.SocketException } e => new(StorageFault.Unreachable, Sentence($"The database does not answer: {e.Message}"), e),
        System.Net.Sockets.SocketException e => new(StorageFault.Unreachable, Sentence($"The database does not answer: {e.Message}"), e),
        _ => null,
    };

    // Others are written behind it.
    private static string Sentence(string words) => words.EndsWith('.') ? words : $"{words}.";

    // SQLITE_IOERR_SHMSIZE: the index of the write-ahead log could not grow, and that needs room as any file does.
    private const int NoRoomForSharedMemory = 4874;

    // https://www.sqlite.org/rescode.html
    private static StorageFault OfSqlite(SqliteException e) => e.SqliteErrorCode switch
    {
        10 when e.SqliteExtendedErrorCode is NoRoomForSharedMemory => StorageFault.Full,
        5 or 6 => StorageFault.Busy,
        8 => StorageFault.ReadOnly,
        10 or 14 => StorageFault.Unreachable,
        11 or 26 => StorageFault.Corrupt,
        13 => StorageFault.Full,
        19 => StorageFault.Refused,
        _ => StorageFault.Other,
    };

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static StorageFault OfState(string state) => state switch
    {
        "53100" => StorageFault.Full,
        "25006" or "42501" => StorageFault.ReadOnly,
        "25P03" or "25P04" => StorageFault.Unreachable,   // it ended a transaction that stood still: a paused replica
        "40001" or "40P01" or "55P03" or "57014" => StorageFault.Busy,
        "P0001" => StorageFault.Refused,
        _ when state.StartsWith("23", StringComparison.Ordinal) => StorageFault.Refused,
        _ when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
            || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal) || state == "3D000" => StorageFault.Unreachable,
        "XX001" or "XX002" => StorageFault.Corrupt,
        _ => StorageFault.Other,
    };

    private static string Words(StorageFault fault, string said) => fault switch
    {
        StorageFault.Full => "its disk is full",
        StorageFault.Corrupt => $"its file is damaged ({said})",
        StorageFault.ReadOnly => $"it may not be written ({said})",
        StorageFault.Busy => "others held it for too long",
        _ => said,
    };
}
