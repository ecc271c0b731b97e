using OpsConsole.Slo.OpenSlo;

namespace OpsConsole.Commands;

/// <summary><c>OpsConsole import-openslo</c>: prints the SLOs of OpenSLO files as the <c>slos:</c> part of a profile.</summary>
internal static class ImportOpenSloCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "import-openslo";

    private const int Good = 0;
    private const int Bad = 1;
    private const int Misused = 2;

    /// <summary>Prints them.</summary>
    /// <param name="args">The files; one may refer to what another holds.</param>
    /// <param name="output">Where the part and all problems go.</param>
    /// <returns>0; 1 when something in the files is wrong, and nothing is printed but that; 2 when no file is named.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args.Length == 0 || args.FirstOrDefault(arg => arg.StartsWith('-') || arg.Length == 0) is not null)
        {
            await output.WriteLineAsync($"name the files, and nothing else{Environment.NewLine}usage: OpsConsole {Name} FILE...");
            return Misused;
        }

        var read = OpenSloReader.Read(args);
        if (!read.IsOk)
        {
            foreach (var problem in read.Problems)
            {
                await output.WriteLineAsync(problem.ToString().ReplaceLineEndings(" "));
            }

            return Bad;
        }

        await output.WriteAsync(ImportedText.Of(read.Value));
        return Good;
    }
}
