using System.Diagnostics;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>What is measured, as it ships: the published console, and the sandbox that it watches.</summary>
/// <param name="Console">The published console's folder.</param>
/// <param name="Sandbox">The sandbox's assembly.</param>
/// <param name="EmptyPage">The smallest interactive page, to compare with.</param>
/// <param name="HeapHook">What tells a process' managed heap after a collection.</param>
internal sealed record Build(string Console, string Sandbox, string EmptyPage, string HeapHook)
{
    public static async Task<Build> MakeAsync(CancellationToken cancellation)
    {
        var console = Repository.At("artifacts", "benchmarks", "console");
        await DotnetAsync(cancellation, "publish", "src/Console", "-o", console);
        foreach (var project in (string[])["src/Console.Sandbox", "tests/EmptyPage", "tests/HeapHook"])
        {
            await DotnetAsync(cancellation, "build", project);
        }

        return new(console, Built("src", "Console.Sandbox", "OpsConsole.Sandbox.dll"), Built("tests", "EmptyPage", "OpsConsole.EmptyPage.dll"), Built("tests", "HeapHook", "OpsConsole.HeapHook.dll"));
    }

    private static string Built(string folder, string project, string assembly) => Repository.At(folder, project, "bin", "Release", "net10.0", assembly);

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
