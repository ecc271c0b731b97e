using System.Diagnostics;
using System.Text.Json.Nodes;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>Very many circuits without a browser: the program in circuit-load, which needs Node.</summary>
internal static class CircuitLoad
{
    /// <summary>Fetches what the program needs.</summary>
    public static Task InstallAsync(CancellationToken cancellation) => StartAsync("npm", ["install", "--silent", "--no-audit", "--no-fund"], cancellation);

    /// <summary>Opens circuits, holds them, and tells what was measured.</summary>
    /// <param name="arguments">What the program is told; its --help says what there is.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<JsonNode> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        JsonNode.Parse(await StartAsync("node", ["circuit-load.mjs", .. arguments, "--json"], cancellation))!;

    private static async Task<string> StartAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.At("tests", "Benchmarks", "circuit-load"),
            RedirectStandardOutput = true,
        })!;
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} {arguments[0]} failed: {said}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
