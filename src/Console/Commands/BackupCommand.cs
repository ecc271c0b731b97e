using OpsConsole.Audit;
using OpsConsole.Storage;
using OpsConsole.Storage.Copies;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole backup FILE</c>: copies the SQLite database, also while the console runs, and reads the copy back.</summary>
internal static class BackupCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "backup";

    /// <summary>Runs it.</summary>
    /// <param name="args">What stands behind <c>backup</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0 when there is a backup, 1 when not, 2 when the arguments can't be used.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation) => CopyCommand.RunAsync(Name, args, output, async (own, file) =>
    {
        var made = await SqliteBackup.RunAsync(own.Database, file, before => RecordStartAsync(own, before, output, cancellation), cancellation);
        await output.WriteLineAsync(made.Match(
            report => $"{report.File}: {report.Bytes} bytes, version {report.Version}, {CopyCommand.Count(report.Rows)}; read back, whole",
            _ => made.Explanation));
        return made.IsOk ? CopyCommand.Good : CopyCommand.Refused;
    });

    // Who copies the database has all that is in it: that is on record before it is done, or it is not done.
    private static async Task<Problem?> RecordStartAsync(OwnDatabase own, BackupStart start, TextWriter output, CancellationToken cancellation)
    {
        if (start.Version != Migrations.Newest)
        {
            await output.WriteLineAsync($"This backup is not on record: the database is of version {start.Version}, and this program records from version {Migrations.Newest} on.");
            return null;
        }

        var recorded = await own.RecordAsync(new() { Actor = OwnDatabase.User, Action = Name, Stage = AuditStage.Started, Target = start.Target }, cancellation);
        return recorded.IsOk ? null : new Problem(string.Empty, $"no backup was made, because it could not be put on record: {recorded.Explanation}");
    }
}
