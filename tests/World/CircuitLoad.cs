using System.Text.Json.Nodes;

namespace OpsConsole.World;

/// <summary>Real circuits without a browser: the program in tests/Benchmarks/circuit-load.</summary>
internal static class CircuitLoad
{
    private static readonly string Folder = Repository.At("tests", "Benchmarks", "circuit-load");

    /// <summary>Gets what the program needs, once.</summary>
    public static Task InstallAsync(CancellationToken cancellation) => File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json"))
        ? Task.CompletedTask
        : SayAsync("npm", ["install", "--silent", "--no-audit", "--no-fund"], null, null, cancellation);

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What circuit-load.mjs --help tells.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="onHeld">Called when all circuits are open, and are held from then on.</param>
    /// <returns>Its result.</returns>
    public static async Task<JsonNode> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation, Action? onHeld = null) =>
        JsonNode.Parse(await SayAsync("node", ["circuit-load.mjs", .. arguments, "--json"], null, onHeld, cancellation))!;

    /// <summary>Runs it with circuits that are opened anew when they are lost, until they are no longer wanted.</summary>
    /// <param name="arguments">What circuit-load.mjs --help tells.</param>
    /// <param name="wanted">Until this is over.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="onHeld">Called when all circuits were opened for the first time.</param>
    /// <returns>Its result.</returns>
    public static async Task<JsonNode> KeepAsync(IEnumerable<string> arguments, Task wanted, CancellationToken cancellation, Action? onHeld = null) =>
        JsonNode.Parse(await SayAsync("node", ["circuit-load.mjs", .. arguments, "--keep", "--json"], wanted, onHeld, cancellation))!;

    private static async Task<string> SayAsync(string program, string[] arguments, Task? wanted, Action? onHeld, CancellationToken cancellation)
    {
        using var process = await Launcher.StartAsync(new("setpriv", ["--pdeathsig", "KILL", program, .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        process.ErrorDataReceived += (_, line) =>
        {
            Console.Error.WriteLine(line.Data);
            if (line.Data?.StartsWith("holding", StringComparison.Ordinal) is true)
            {
                onHeld?.Invoke();
            }
        };
        process.BeginErrorReadLine();
        try
        {
            // The end of its standard input tells it that nobody wants it any more, also when we crash.
            var said = process.StandardOutput.ReadToEndAsync(cancellation);
            await Task.WhenAny(said, wanted ?? Task.CompletedTask);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? await said : throw new InvalidOperationException($"{program} {arguments[0]} failed: {await said}");
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
