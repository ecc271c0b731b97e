using System.Diagnostics;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>What is measured, as it ships: the published console, and the sandbox that it watches.</summary>
/// <param name="Console">The published console's folder.</param>
/// <param name="Sandbox">The sandbox's assembly.</param>
internal sealed record Build(string Console, string Sandbox)
{
    public static async Task<Build> MakeAsync(CancellationToken cancellation)
    {
        var console = Repository.At("artifacts", "benchmarks", "console");
        await DotnetAsync(cancellation, "publish", "src/Console", "-o", console);
        await DotnetAsync(cancellation, "build", "src/Console.Sandbox");
        return new(console, Repository.At("src", "Console.Sandbox", "bin", "Release", "net10.0", "OpsConsole.Sandbox.dll"));
    }

    private static async Task DotnetAsync(CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [.. arguments, "-c", "Release", "-m:1", "-v", "quiet", "--nologo"])
        {
            WorkingDirectory = Repository.Root,
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
}
