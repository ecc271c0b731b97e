namespace OpsConsole.Commands;

/// <summary>What <c>backup</c> and <c>restore</c> have in common: a file, perhaps the folder of the console's files, and its database.</summary>
internal static class CopyCommand
{
    /// <summary>It was done.</summary>
    public const int Good = 0;

    /// <summary>It was not done.</summary>
    public const int Refused = 1;

    private const int Misused = 2;

    /// <summary>Reads the arguments, opens the database and does something with it.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="args">What stands behind it.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="act">Does it, with the database and the file; answers the exit code.</param>
    /// <returns>Its exit code; 1 when there is no database to open, 2 when the arguments can't be used.</returns>
    public static async Task<int> RunAsync(string name, string[] args, TextWriter output, Func<OwnDatabase, string, Task<int>> act)
    {
        var given = Read(args);
        if (!given.IsOk)
        {
            await output.WriteLineAsync($"{given.Explanation}{Environment.NewLine}usage: OpsConsole {name} FILE [--folder DIR]");
            return Misused;
        }

        var opened = OwnDatabase.Open(given.Value.Folder);
        if (!opened.IsOk)
        {
            await output.WriteLineAsync(opened.Explanation);
            return Refused;
        }

        await using var own = opened.Value;
        return await act(own, given.Value.File);
    }

    /// <summary>How many rows a copy has, in words.</summary>
    /// <param name="rows">Rows by table.</param>
    public static string Count(IReadOnlyDictionary<string, long> rows) => $"{rows.Count} tables, {rows.Values.Sum()} rows";

    private static Result<(string File, string? Folder)> Read(string[] args)
    {
        if (args is not [{ Length: > 0 } file, .. var rest] || file.StartsWith('-'))
        {
            return new Problem("FILE", "is missing: name the file of the copy");
        }

        var given = Arguments.Read(rest, "--folder");
        return given.IsOk ? (file, given.Value.Find("--folder")) : given.Problems;
    }
}
