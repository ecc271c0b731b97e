using System.Diagnostics;
using System.Net;
using System.Text;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.RealServers;

/// <summary>A real server, on a port and in a folder of its own, that ends with the test whatever happens.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Startup = TimeSpan.FromSeconds(60);
    private readonly string program;
    private readonly Func<ServerProcess, IEnumerable<string>> arguments;
    private readonly string readyPath;
    private readonly StringBuilder output = new();
    private Process? process;

    private ServerProcess(string program, Func<ServerProcess, IEnumerable<string>> arguments, string readyPath) =>
        (this.program, this.arguments, this.readyPath) = (program, arguments, readyPath);

    public int Port { get; private set; }

    public string Url => $"http://127.0.0.1:{Port}";

    public string Folder { get; } = Directory.CreateTempSubdirectory("ops-console-test-").FullName;

    /// <param name="program">The program's full path.</param>
    /// <param name="arguments">Its arguments, once port and folder are known.</param>
    /// <param name="readyPath">The path that answers 200 once it is ready.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<ServerProcess> StartAsync(
        string program, Func<ServerProcess, IEnumerable<string>> arguments, string readyPath, CancellationToken cancellation)
    {
        Assert.True(File.Exists(program), $"{program} is missing. Install it: apt-get install prometheus prometheus-alertmanager (test.sh does so).");
        var server = new ServerProcess(program, arguments, readyPath);
        try
        {
            // Between the look for a free port and its use another may take it: then with the next.
            for (var tries = 3; ; tries--)
            {
                server.Port = LoopbackPorts.Next();
                if (await server.TryStartAsync(cancellation))
                {
                    return server;
                }

                Assert.True(tries > 1, $"{program} does not start:\n{server.output}");
            }
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process?.Dispose();
        process = null;
    }

    /// <summary>Starts it again where it was.</summary>
    public async Task RestartAsync(CancellationToken cancellation) => Assert.True(await TryStartAsync(cancellation), $"{program} does not start again:\n{output}");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Folder };
        foreach (var argument in arguments(this))
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += Remember;
        process.ErrorDataReceived += Remember;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return await IsReadyAsync(cancellation);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        return await Eventually.SoAsync(async () =>
        {
            if (process!.HasExited)
            {
                return false;
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(Url + readyPath), cancellation);
                return answer.StatusCode == HttpStatusCode.OK ? true : null;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return null;
            }
        }, Startup, cancellation);
    }

    private void Remember(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    }
}
