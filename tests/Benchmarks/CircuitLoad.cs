using System.Diagnostics;
using System.Text.Json.Nodes;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>Real circuits without a browser: the program in circuit-load/.</summary>
internal static class CircuitLoad
{
    /// <summary>Gets what the program needs.</summary>
    public static Task InstallAsync(CancellationToken cancellation) => SayAsync("npm", ["install", "--silent", "--no-audit", "--no-fund"], cancellation);

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What circuit-load.mjs --help tells.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="onHeld">Called when all circuits are open, and are held from then on.</param>
    /// <returns>Its result.</returns>
    public static async Task<JsonNode> RunAsync(string[] arguments, CancellationToken cancellation, Action? onHeld = null) =>
        JsonNode.Parse(await SayAsync("node", ["circuit-load.mjs", .. arguments, "--json"], cancellation, onHeld))!;

    private static async Task<string> SayAsync(string program, string[] arguments, CancellationToken cancellation, Action? onHeld = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.At("tests", "Benchmarks", "circuit-load"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, line) =>
        {
            Console.Error.WriteLine(line.Data);
            if (line.Data?.StartsWith("holding", StringComparison.Ordinal) is true)
            {
                onHeld?.Invoke();
            }
        };
        process.BeginErrorReadLine();
        var said = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} {arguments[0]} failed: {said}");
    }
}
