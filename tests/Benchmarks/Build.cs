using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OpsConsole.Benchmarks;

/// <summary>What is measured, as it ships: the published console, and the sandbox that it watches.</summary>
/// <param name="Root">The repository.</param>
/// <param name="Console">The published console's folder.</param>
/// <param name="Sandbox">The sandbox's assembly.</param>
internal sealed record Build(string Root, string Console, string Sandbox)
{
    public static async Task<Build> MakeAsync(CancellationToken cancellation)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
        var console = Path.Combine(root, "artifacts", "benchmarks", "console");
        await DotnetAsync(root, cancellation, "publish", "src/Console", "-o", console);
        await DotnetAsync(root, cancellation, "build", "src/Console.Sandbox");
        return new(root, console, Path.Combine(root, "src", "Console.Sandbox", "bin", "Release", "net10.0", "OpsConsole.Sandbox.dll"));
    }

    private static async Task DotnetAsync(string root, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [.. arguments, "-c", "Release", "-m:1", "-v", "quiet", "--nologo"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        };
        using var dotnet = Process.Start(start)!;
        var said = await dotnet.StandardOutput.ReadToEndAsync(cancellation);
        await dotnet.WaitForExitAsync(cancellation);
        if (dotnet.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{said}");
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
