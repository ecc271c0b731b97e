using System.Diagnostics;
using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>A process that records. What it acknowledged is known up to the moment it is killed.</summary>
internal sealed class WriterProcess : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "OpsConsole.AuditWriter.dll");
    private readonly Process process;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<List<(long Sequence, string Target)>> reading;

    private WriterProcess(Process process, int signalAt)
    {
        this.process = process;
        reading = ReadAsync(signalAt);
    }

    /// <summary>Completes once so many entries are acknowledged as was asked for.</summary>
    public Task Reached => reached.Task;

    public static async Task<WriterProcess> StartAsync(string dialect, string place, string folder, int writers, int each, string prefix, int signalAt = int.MaxValue)
    {
        string[] arguments = [Program, dialect, place, folder, $"{writers}", each.ToString(CultureInfo.InvariantCulture), prefix];
        return new WriterProcess(await Launcher.StartAsync(new("dotnet", arguments) { RedirectStandardOutput = true }), signalAt);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Kill() => process.Kill();

    /// <summary>All entries that it acknowledged in its life.</summary>
    public Task<List<(long Sequence, string Target)>> AcknowledgedAsync() => reading;

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task<List<(long Sequence, string Target)>> ReadAsync(int signalAt)
    {
        var all = new List<(long, string)>();
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            // The last line of a killed process may be cut.
            if (line.Split(' ') is [var sequence, { Length: > 0 } target])
            {
                all.Add((long.Parse(sequence, CultureInfo.InvariantCulture), target));
            }

            if (all.Count == signalAt)
            {
                reached.TrySetResult();
            }
        }

        return all;
    }
}
