namespace OpsConsole.Storage.Copies;

/// <summary>A copy that is about to be made.</summary>
/// <param name="Target">The new file.</param>
/// <param name="Version">The version of the database's tables.</param>
public sealed record BackupStart(string Target, int Version);

/// <summary>A copy that was made and read back.</summary>
/// <param name="File">The copy.</param>
/// <param name="Version">The version of its tables.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">How many rows each table has.</param>
public sealed record BackupReport(string File, int Version, long Bytes, IReadOnlyDictionary<string, long> Rows);

/// <summary>A database that was put in place.</summary>
/// <param name="File">Where it is now.</param>
/// <param name="Version">The version of its tables.</param>
/// <param name="Rows">How many rows each table has.</param>
/// <param name="Aside">Where the former database was put; null when there was none.</param>
public sealed record RestoreReport(string File, int Version, IReadOnlyDictionary<string, long> Rows, string? Aside);
