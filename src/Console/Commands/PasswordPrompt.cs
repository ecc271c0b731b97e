using System.Text;
using OpsConsole.People;

namespace OpsConsole.Commands;

/// <summary>Asks for a password: twice and unseen at a terminal, or one line from a pipe.</summary>
/// <param name="output">Where the questions go.</param>
/// <param name="piped">Where it comes from, in one line; null to ask at the terminal.</param>
internal sealed class PasswordPrompt(TextWriter output, TextReader? piped)
{
    /// <summary>Asks.</summary>
    /// <param name="user">Whose password it will be.</param>
    /// <returns>The password, or why there is none.</returns>
    public async Task<Result<string>> AskAsync(string user)
    {
        if (piped is null && Console.IsInputRedirected)
        {
            return new Problem("password", "there is no terminal to ask at: write it to standard input, and say --password-stdin");
        }

        var password = piped is not null ? await piped.ReadLineAsync() ?? string.Empty : await TypedAsync($"Password for {user}: ");
        if (UserEditor.WrongPassword(password, user) is { } wrong)
        {
            return new Problem("password", wrong);
        }

        return piped is not null || await TypedAsync("Again: ") == password ? password : new Problem("password", "the two differ: nothing was changed");
    }

    private async Task<string> TypedAsync(string question)
    {
        await output.WriteAsync(question);
        await output.FlushAsync();
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key is not ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        await output.WriteLineAsync();
        return typed.ToString();
    }
}
