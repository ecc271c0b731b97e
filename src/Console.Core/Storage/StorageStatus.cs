using System.Globalization;

namespace OpsConsole.Storage;

/// <summary>Whether the database does its work.</summary>
/// <param name="IsReady">Whether it does.</param>
/// <param name="Since">Since when it does, or does not.</param>
/// <param name="Fault">What is wrong; null when it is ready, and before it was first opened.</param>
/// <param name="Problem">What is wrong, in words; null when it is ready.</param>
public sealed record StorageStatus(bool IsReady, DateTimeOffset Since, StorageFault? Fault, string? Problem)
{
    /// <summary>A sentence for the head of every page; null when it is ready.</summary>
    public string? Banner => IsReady ? null : string.Create(CultureInfo.InvariantCulture,
        $"{What} since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: signing in, actions and the audit do not work; the live state below is not touched.");

    private string What => Fault switch
    {
        StorageFault.Full => "The disk of the console's database is full",
        StorageFault.Corrupt => "The console's database is damaged",
        StorageFault.ReadOnly => "The console's database can't be written",
        StorageFault.TooNew => "The console's database is of a newer version",
        _ => "The console's database does not answer",
    };
}

/// <summary>The database in the health report.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Place">The file, or host, port and name.</param>
/// <param name="Ready">Whether it does its work.</param>
/// <param name="Since">Since when it does, or does not.</param>
/// <param name="Problem">What is wrong; null when it is ready.</param>
public sealed record StorageHealth(string Kind, string Place, bool Ready, DateTimeOffset Since, string? Problem);
