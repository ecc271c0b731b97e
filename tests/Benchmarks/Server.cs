using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpsConsole.Benchmarks;

/// <summary>A real server in a process of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Process process;
    private readonly Queue<string> lastWords = new();
    private bool isOver;

    private Server(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1024.0 / 1024;
        }
    }

    public static async Task<Server> StartAsync(
        string program, IEnumerable<string> arguments, int port, string readyPath, CancellationToken cancellation,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        // setpriv: the kernel ends it with us, however we end.
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", program, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var server = new Server(await Launcher.StartAsync(start), new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));
        server.process.OutputDataReceived += server.Remember;
        server.process.ErrorDataReceived += server.Remember;
        server.process.BeginErrorReadLine();
        server.process.BeginOutputReadLine();
        await Eventually.SoAsync($"{program} is ready", () => server.IsReadyAsync(readyPath, cancellation), cancellation);
        return server;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private async Task<bool> IsReadyAsync(string path, CancellationToken cancellation)
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"{process.StartInfo.ArgumentList[2]} ended by itself:\n{string.Join('\n', lastWords)}");
        }

        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, path), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Remember(object sender, DataReceivedEventArgs line)
    {
        lock (lastWords)
        {
            lastWords.Enqueue(line.Data ?? string.Empty);
            if (lastWords.Count > 40)
            {
                lastWords.Dequeue();
            }
        }
    }
}
