using System.Collections.Immutable;
using OpsConsole.Storage;

namespace OpsConsole.Commands.Audit;

/// <summary><c>OpsConsole audit ...</c>: what is done with the record from the command line. Each of it leaves an entry.</summary>
internal static class AuditCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "audit";

    /// <summary>All is well.</summary>
    public const int Good = 0;

    /// <summary>The record is not whole.</summary>
    public const int Bad = 1;

    /// <summary>It could not be done.</summary>
    public const int NotDone = 2;

    private const string Usage = """
        usage: OpsConsole audit verify [--from FILE]...                verifies the record, joined to files that were exported and sealed before
               OpsConsole audit export [--format jsonl|csv] [--from-sequence N] [--to-sequence N] FILE
               OpsConsole audit seal --before DATE --export FILE        moves what is older than DATE (2026-01-31, in UTC) to a file
               OpsConsole audit rotate-key [--key ID]                   goes on with a new key, or with one that the key file holds already
               OpsConsole audit new-key                                 prints a line for the key file, to give it to several replicas first
        With --folder DIR: the console's files are there. Settings of the console may follow: --Audit:KeyFile=FILE --Storage:PostgreSql=...
        exit code: 0 good, 1 the record is not whole, 2 it could not be done
        """;

    private static readonly ImmutableDictionary<string, Func<AuditArguments, TextWriter, CancellationToken, Task<int>>> Verbs =
        new Dictionary<string, Func<AuditArguments, TextWriter, CancellationToken, Task<int>>>
        {
            ["verify"] = VerifyCommand.RunAsync,
            ["export"] = ExportCommand.RunAsync,
            ["seal"] = SealCommand.RunAsync,
            ["rotate-key"] = RotateKeyCommand.RunAsync,
            ["new-key"] = RotateKeyCommand.NewKeyAsync,
        }.ToImmutableDictionary();

    /// <summary>Runs it.</summary>
    /// <param name="args">What stands behind <c>audit</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0, 1 or 2.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        if (args is not [var verb, .. var rest] || !Verbs.TryGetValue(verb, out var run))
        {
            await output.WriteLineAsync(Usage);
            return NotDone;
        }

        var given = AuditArguments.Read(rest);
        if (!given.IsOk || given.Value.Misuse(verb) is not null)
        {
            await output.WriteLineAsync($"{(given.IsOk ? given.Value.Misuse(verb) : given.Problems[0])}{Environment.NewLine}{Usage}");
            return NotDone;
        }

        try
        {
            return await run(given.Value, output, cancellation);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync(e.Message);
            return NotDone;
        }
    }

    /// <summary>Opens the record and does something with it.</summary>
    public static async Task<int> WithRecordAsync(AuditArguments given, TextWriter output, Func<OwnRecord, Task<int>> act, CancellationToken cancellation)
    {
        var opened = await OwnRecord.OpenAsync([.. given.Settings], cancellation);
        if (!opened.IsOk)
        {
            await output.WriteLineAsync(opened.Explanation);
            return NotDone;
        }

        await using var record = opened.Value;
        return await act(record);
    }

    /// <summary>Says why it was not done.</summary>
    public static async Task<int> RefuseAsync(TextWriter output, ImmutableArray<Problem> problems)
    {
        await output.WriteLineAsync(string.Join(Environment.NewLine, problems));
        return NotDone;
    }
}
