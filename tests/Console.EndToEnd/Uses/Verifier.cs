using System.Diagnostics;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Uses;

/// <summary>Who verifies an export without a line of the console: tests/verify-audit/verify.py, with the key file.</summary>
/// <param name="keys">The key file.</param>
internal sealed class Verifier(string keys)
{
    private static readonly string Script = Repository.At("tests", "verify-audit", "verify.py");

    /// <summary>Runs it.</summary>
    /// <param name="export">The file that was exported.</param>
    /// <param name="more">What else it is told, for example that the export was narrowed.</param>
    /// <returns>0 when all is good, 1 when it is not; and its words.</returns>
    public async Task<(int Code, string Says)> VerifyAsync(string export, params string[] more)
    {
        using var python = await Launcher.StartAsync(new ProcessStartInfo("python3", [Script, .. more, keys, export]) { RedirectStandardOutput = true, RedirectStandardError = true });
        var said = await Task.WhenAll(python.StandardOutput.ReadToEndAsync(WorldTest.Cancellation), python.StandardError.ReadToEndAsync(WorldTest.Cancellation));
        await python.WaitForExitAsync(WorldTest.Cancellation);
        return (python.ExitCode, string.Concat(said).Trim());
    }
}
