using System.Collections.Immutable;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole users</c>: keeps the users file of the sign-in mode <c>Local</c>.</summary>
internal static class UsersCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "users";

    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: OpsConsole users add NAME [--name "FULL NAME"] [--groups A,B] [--password-stdin] [--folder DIR]
               OpsConsole users passwd NAME [--password-stdin] [--folder DIR]
               OpsConsole users disable|enable|remove NAME [--folder DIR]
               OpsConsole users list [--folder DIR]
        """;

    private const string FromPipe = "--password-stdin";
    private const int Good = 0;
    private const int Refused = 1;
    private const int Misused = 2;

    /// <summary>Runs one of its parts.</summary>
    /// <param name="args">What stands behind <c>users</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="input">Where a piped password comes from.</param>
    /// <param name="clock">The time.</param>
    /// <returns>0 when it was done, 1 when not, 2 when the arguments can't be used.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextReader input, TimeProvider clock)
    {
        var (words, isPiped) = (args.Where(word => word != FromPipe).ToArray(), args.Contains(FromPipe));
        var takesName = words is [not "list", ..];
        var isNamed = !takesName || words is [_, { Length: > 0 } second, ..] && !second.StartsWith("--", StringComparison.Ordinal);
        var given = Arguments.Read(words[Math.Min(words.Length, takesName && isNamed ? 2 : 1)..], words is ["add", ..] ? ["--name", "--groups", "--folder"] : ["--folder"]);
        if (words.Length == 0 || !given.IsOk || !isNamed)
        {
            return await MisusedAsync(output, words.Length == 0 ? "say add, passwd, disable, enable, remove or list" : !isNamed ? $"{words[0]} needs the user's NAME" : given.Explanation);
        }

        var file = OwnFile(given.Value.Find("--folder"));
        var editor = new UserEditor(file, clock);
        return words switch
        {
            ["add", var name, ..] => await AddAsync(editor, name, given.Value, new PasswordPrompt(output, isPiped ? input : null), output),
            ["passwd", var name, ..] => await SetPasswordAsync(editor, name, new PasswordPrompt(output, isPiped ? input : null), output),
            ["disable", var name, ..] => await TellAsync(output, editor.Disable(name, true), user => $"{user.Name} can't sign in any more; open pages end within a minute"),
            ["enable", var name, ..] => await TellAsync(output, editor.Disable(name, false), user => $"{user.Name} can sign in again"),
            ["remove", var name, ..] => await TellAsync(output, editor.Remove(name), user => $"{user.Name} is removed; open pages end within a minute"),
            ["list", ..] => await ListAsync(editor, file, output),
            _ => await MisusedAsync(output, $"'{words[0]}' is not known here"),
        };
    }

    private static async Task<int> AddAsync(UserEditor editor, string name, Arguments given, PasswordPrompt prompt, TextWriter output)
    {
        ImmutableArray<string> groups = [.. (given.Find("--groups") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

        // What is wrong without a password is told before one is typed.
        var user = editor.CanAdd(name, given.Find("--name"), groups);
        if (!user.IsOk)
        {
            return await TellAsync(output, user, _ => string.Empty);
        }

        var password = await prompt.AskAsync(name);
        return await TellAsync(output, password.IsOk ? editor.Add(user.Value, password.Value) : password.Problems,
            added => $"{added.Name} is added{(added.Groups.IsEmpty ? ", in no group: without a grant in access.yaml nobody sees anything" : $", in {string.Join(", ", added.Groups)}")}");
    }

    private static async Task<int> SetPasswordAsync(UserEditor editor, string name, PasswordPrompt prompt, TextWriter output)
    {
        var user = editor.Find(name);
        if (!user.IsOk)
        {
            return await TellAsync(output, user, _ => string.Empty);
        }

        var password = await prompt.AskAsync(name);
        return await TellAsync(output, password.IsOk ? editor.SetPassword(name, password.Value) : password.Problems, set => $"{set.Name} has a new password; sessions from before end within a minute");
    }

    private static async Task<int> ListAsync(UserEditor editor, string file, TextWriter output)
    {
        var users = editor.List();
        if (!users.IsOk)
        {
            await output.WriteLineAsync(users.Explanation);
            return Refused;
        }

        foreach (var user in users.Value)
        {
            await output.WriteLineAsync($"{user.Name,-20} {user.DisplayName,-24} {string.Join(", ", user.Groups)}{(user.IsDisabled ? "  (disabled)" : null)}");
        }

        await output.WriteLineAsync($"{users.Value.Length} in {file}");
        return Good;
    }

    private static async Task<int> TellAsync(TextWriter output, Result<User> done, Func<User, string> words)
    {
        await output.WriteLineAsync(done.IsOk ? words(done.Value) : done.Explanation);
        return done.IsOk ? Good : Refused;
    }

    private static async Task<int> MisusedAsync(TextWriter output, string why)
    {
        await output.WriteLineAsync($"{why}{Environment.NewLine}{Usage}");
        return Misused;
    }

    /// <summary>The file that the console itself would read, started from here.</summary>
    private static string OwnFile(string? folder) => PeopleServices.UsersFileIn(
        folder ?? OwnSettings.Read().GetSection(StorageOptions.Section)[nameof(StorageOptions.Folder)] ?? new StorageOptions().Folder, Directory.GetCurrentDirectory());
}
