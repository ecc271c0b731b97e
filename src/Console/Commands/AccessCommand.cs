using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole access list</c>: what is granted, to whom.</summary>
internal static class AccessCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "access";

    /// <summary>How it is used.</summary>
    public const string Usage = """
        usage: OpsConsole access list [--access FILE]
               OpsConsole access explain --user SUBJECT [--groups A,B] --action NAME [--system ID] [--access FILE]
        """;

    private const int Good = 0;
    private const int Misused = 2;

    /// <summary>Runs one of its parts.</summary>
    /// <param name="args">What stands behind <c>access</c>.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>0, and 1 when the person may not; 2 when the arguments or the grants can't be used.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation) => args switch
    {
        ["list", .. var rest] => ListAsync(rest, output),
        ["explain", .. var rest] => AccessExplainCommand.RunAsync(rest, output, cancellation),
        _ => MisusedAsync(output, "say list or explain"),
    };

    /// <summary>Says what can't be used.</summary>
    public static async Task<int> MisusedAsync(TextWriter output, string why)
    {
        await output.WriteLineAsync($"{why}{Environment.NewLine}{Usage}");
        return Misused;
    }

    /// <summary>Reads the grants.</summary>
    /// <param name="file">The file; null for the one that the console itself would read, started from here.</param>
    public static Result<ImmutableArray<Grant>> Read(string? file) => AccessReader.Read(file ?? OwnFile());

    /// <summary>The file that the console itself would read, started from here.</summary>
    public static string OwnFile()
    {
        var configured = OwnSettings.Read().GetSection(AccessOptions.Section)[nameof(AccessOptions.File)] ?? new AccessOptions().File;
        return AccessOptions.Locate(configured, Directory.GetCurrentDirectory()) is var here && File.Exists(here)
            ? here
            : AccessOptions.Locate(configured, AppContext.BaseDirectory);
    }

    private static async Task<int> ListAsync(string[] args, TextWriter output)
    {
        var given = Arguments.Read(args, "--access");
        if (!given.IsOk)
        {
            return await MisusedAsync(output, given.Explanation);
        }

        var grants = Read(given.Value.Find("--access"));
        if (!grants.IsOk)
        {
            await output.WriteLineAsync(grants.Explanation);
            return Misused;
        }

        foreach (var grant in grants.Value)
        {
            await output.WriteLineAsync(Line(grant));
        }

        return Good;
    }

    private static string Line(Grant grant)
    {
        var people = grant.Groups.Select(group => $"group {group}").Concat(grant.Users.Select(user => $"user {user}"));
        var systems = grant.Systems.IsEmpty ? "all systems" : string.Join(", ", grant.Systems);
        var actions = grant.Actions.IsEmpty ? "all it may do" : string.Join(", ", grant.Actions);
        return $"{grant.Place,-16} {grant.Role.Word(),-10} {string.Join(", ", people)}  on {systems}  for {actions}";
    }
}
