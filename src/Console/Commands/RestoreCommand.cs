using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Audit;
using OpsConsole.Storage;
using OpsConsole.Storage.Copies;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole restore FILE</c>: puts a backup in the place of the SQLite database, while no console uses it.</summary>
internal static class RestoreCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "restore";

    /// <summary>Runs it.</summary>
    /// <param name="args">What stands behind <c>restore</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0 when it is restored and on record, 1 when not, 2 when the arguments can't be used.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TimeProvider clock, CancellationToken cancellation) => CopyCommand.RunAsync(Name, args, output, async (own, file) =>
    {
        var done = await SqliteRestore.RunAsync(own.Database, file, clock, cancellation);
        if (!done.IsOk)
        {
            await output.WriteLineAsync(done.Explanation);
            return CopyCommand.Refused;
        }

        var report = done.Value;
        await output.WriteLineAsync($"{report.File} is restored: version {report.Version}, {CopyCommand.Count(report.Rows)}"
            + (report.Aside is { } aside ? $"; the former database is {aside}" : string.Empty));
        if (await RecordAsync(own, file, report, output, clock, cancellation) is not { } wrong)
        {
            return CopyCommand.Good;
        }

        await output.WriteLineAsync(wrong);
        return CopyCommand.Refused;
    });

    // In the restored database: the former one is laid aside. Its version may be older than ours, and the record needs ours.
    private static async Task<string?> RecordAsync(OwnDatabase own, string file, RestoreReport report, TextWriter output, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            await Migrations.ApplyAsync(own.Database, clock, cancellation);
            var stale = await own.Get<RestoredAnchors>().FindAsync(cancellation);
            var recorded = await own.RecordAsync(Event(file, report, stale), cancellation);
            return !recorded.IsOk ? $"It could not be put on record: {recorded.Explanation}" : stale is null ? null : await SetAsideAsync(own, stale, output, cancellation);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            return $"It could not be put on record: {e.Message}";
        }
    }

    private static async Task<string?> SetAsideAsync(OwnDatabase own, StaleAnchors stale, TextWriter output, CancellationToken cancellation)
    {
        if (await own.Get<RestoredAnchors>().SetAsideAsync(stale, cancellation) is { } problem)
        {
            return $"The anchors could not be set aside, and until they are 'audit verify' says that the end was cut off: {problem}";
        }

        await output.WriteLineAsync($"Anchors know entries {stale.From} to {stale.Through} otherwise than the restored database: they are kept as {stale.Aside}, and the record says so");
        return null;
    }

    private static AuditEvent Event(string file, RestoreReport report, StaleAnchors? stale)
    {
        var parameters = ImmutableSortedDictionary<string, string>.Empty;
        if (report.Aside is { } former)
        {
            parameters = parameters.Add("formerDatabase", Path.GetFileName(former));
        }

        if (stale is not null)
        {
            parameters = parameters.Add("anchorsSetAside", Path.GetFileName(stale.Aside)).Add("givenUpFrom", Number(stale.From)).Add("givenUpThrough", Number(stale.Through));
        }

        return new AuditEvent
        {
            Actor = OwnDatabase.User,
            Action = Name,
            Stage = AuditStage.Succeeded,
            Target = Path.GetFullPath(file),
            Parameters = parameters,
            Reason = stale is null ? null : $"entries {stale.From} to {stale.Through}, which anchors know, were given up",
        };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
