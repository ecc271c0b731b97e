namespace OpsConsole.Commands;

/// <summary>What the program does instead of serving pages.</summary>
/// <param name="Name">What is written behind the program's name.</param>
/// <param name="RunAsync">Does it, telling the writer; answers the exit code.</param>
internal sealed record Command(string Name, Func<TextWriter, CancellationToken, Task<int>> RunAsync);

/// <summary>All commands.</summary>
internal static class Commands
{
    private const string Usage = """
        usage: OpsConsole                                          serves the console
               OpsConsole check [--systems DIR] [--prometheus URL]  checks the profiles, and their PromQL on a server
        """;

    /// <summary>The command that the arguments name; null when they name none, and the console is to be served.</summary>
    /// <param name="args">The program's arguments.</param>
    public static Command? Find(string[] args) => args switch
    {
        [CheckCommand.Name, .. var rest] => new Command(CheckCommand.Name, (output, cancellation) => CheckCommand.RunAsync(rest, output, cancellation)),
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
