using OpsConsole.Commands.Act;
using OpsConsole.Commands.Audit;

namespace OpsConsole.Commands;

/// <summary>What the program does instead of serving pages.</summary>
/// <param name="Name">What is written behind the program's name.</param>
/// <param name="RunAsync">Does it, telling the writer; answers the exit code.</param>
internal sealed record Command(string Name, Func<TextWriter, CancellationToken, Task<int>> RunAsync);

/// <summary>All commands.</summary>
internal static class Commands
{
    private const string Usage = """
        usage: OpsConsole                      serves the console
               OpsConsole check [...]          checks the profiles, the grants and the escalation policies, and the PromQL on a server
               OpsConsole rules [...]          writes the recording rules and alerts of the objectives, or compares them
               OpsConsole import-openslo FILE ... prints OpenSLO files as the slos: of a profile
               OpsConsole access list [...]    says what is granted to whom
               OpsConsole access explain ...   says whether somebody may do something, and why
               OpsConsole escalation ...       says who is on call, and what would happen to an alert that nobody acknowledges
               OpsConsole users ...            keeps the users file: add, passwd, disable, enable, remove, list
               OpsConsole audit ...             works on the record: verify, export, seal, rotate-key, new-key
               OpsConsole act ...              plans and does a guarded action, by a running console: lease-delete, scale, ...
               OpsConsole backup FILE [...]    copies the SQLite database, also while the console runs
               OpsConsole restore FILE [...]   puts such a copy in place, while no console runs
        """;

    /// <summary>The command that the arguments name; null when they name none, and the console is to be served.</summary>
    /// <param name="args">The program's arguments.</param>
    public static Command? Find(string[] args) => args switch
    {
        [CheckCommand.Name, .. var rest] => new Command(CheckCommand.Name, (output, cancellation) => CheckCommand.RunAsync(rest, output, cancellation)),
        [RulesCommand.Name, .. var rest] => new Command(RulesCommand.Name, (output, cancellation) => RulesCommand.RunAsync(rest, output, cancellation)),
        [ImportOpenSloCommand.Name, .. var rest] => new Command(ImportOpenSloCommand.Name, (output, _) => ImportOpenSloCommand.RunAsync(rest, output)),
        [AccessCommand.Name, .. var rest] => new Command(AccessCommand.Name, (output, cancellation) => AccessCommand.RunAsync(rest, output, cancellation)),
        [EscalationCommand.Name, .. var rest] => new Command(EscalationCommand.Name, (output, _) => EscalationCommand.RunAsync(rest, output, TimeProvider.System, EscalationCommand.OwnChannels())),
        [UsersCommand.Name, .. var rest] => new Command(UsersCommand.Name, (output, _) => UsersCommand.RunAsync(rest, output, Console.In, TimeProvider.System)),
        [AuditCommand.Name, .. var rest] => new Command(AuditCommand.Name, (output, cancellation) => AuditCommand.RunAsync(rest, output, cancellation)),
        [ActCommand.Name, .. var rest] => new Command(ActCommand.Name, (output, cancellation) => ActCommand.RunAsync(rest, ActSurroundings.Own(output), cancellation)),
        [BackupCommand.Name, .. var rest] => new Command(BackupCommand.Name, (output, cancellation) => BackupCommand.RunAsync(rest, output, cancellation)),
        [RestoreCommand.Name, .. var rest] => new Command(RestoreCommand.Name, (output, cancellation) => RestoreCommand.RunAsync(rest, output, TimeProvider.System, cancellation)),
        ["--help" or "-h" or "help", ..] => new Command("help", (output, _) => SayAsync(output, Usage, 0)),

        // A slip like "chekc" must not start a server; settings (--urls=..., /urls ..., urls=...) are not commands.
        [var word, ..] when word.Length > 0 && char.IsAsciiLetter(word[0]) && !word.Contains('=', StringComparison.Ordinal) =>
            new Command(word, (output, _) => SayAsync(output, $"unknown command '{word}'{Environment.NewLine}{Usage}", 2)),
        _ => null,
    };

    private static async Task<int> SayAsync(TextWriter output, string text, int exitCode)
    {
        await output.WriteLineAsync(text);
        return exitCode;
    }
}
