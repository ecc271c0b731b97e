using System.Diagnostics;
using System.Globalization;

namespace OpsConsole.World;

/// <summary>What to start: a program on a port of its own.</summary>
/// <param name="Name">For messages and logs.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Port">The port that the arguments make it listen on.</param>
/// <param name="ReadyPath">The path that answers 200 once it is ready.</param>
internal sealed record ServerPlan(string Name, string Program, IReadOnlyList<string> Arguments, int Port, string ReadyPath)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>Given each line that it writes; null: its last words are enough.</summary>
    public Action<string>? Hears { get; init; }
}

/// <summary>A real server that can be killed, held still and started again, and that never outlives the tests.</summary>
internal sealed class ServerProcess(ServerPlan plan) : IAsyncDisposable
{
    private static readonly TimeSpan Startup = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly ServerLog log = new();
    private Process? process;

    public string Name => plan.Name;

    public Uri Address { get; } = new($"http://127.0.0.1:{plan.Port}/");

    public string Log => process is { HasExited: true } ? $"{log}\n(ended by itself, code {process.ExitCode})" : log.ToString();

    /// <summary>Who is signed in there, where people sign in; null elsewhere.</summary>
    public Visitor? Visitor { get; set; }

    /// <summary>Whether it was started, and neither killed nor ended by itself.</summary>
    public bool IsRunning => process is { HasExited: false };

    /// <summary>The number of its process.</summary>
    public int Id => Running.Id;

    /// <summary>The processor time it has used.</summary>
    public double CpuSeconds
    {
        get
        {
            Running.Refresh();
            return Running.TotalProcessorTime.TotalSeconds;
        }
    }

    public double ResidentMegabytes
    {
        get
        {
            Running.Refresh();
            return Running.WorkingSet64 / 1024.0 / 1024;
        }
    }

    private Process Running => process ?? throw new InvalidOperationException($"{Name} does not run.");

    public async Task StartAsync(CancellationToken cancellation)
    {
        // setpriv: the kernel ends it when the tests' process is gone, however that went.
        var start = new ProcessStartInfo("setpriv") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = plan.Folder };
        foreach (var argument in (string[])["--pdeathsig", "KILL", plan.Program, .. plan.Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        process = await Launcher.StartAsync(start);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.SoAsync($"{Name} is ready", Startup, () => IsReadyAsync(cancellation), cancellation);
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (process is null)
        {
            return;
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        process = null;
    }

    /// <summary>Holds it still: it keeps its port and its connections and answers nothing.</summary>
    public Task HangAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on.</summary>
    public Task GoOnAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Hear(string? line)
    {
        log.Add(line);
        if (line is not null)
        {
            plan.Hears?.Invoke(line);
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = await Launcher.StartAsync(new("kill", [signal, Running.Id.ToString(CultureInfo.InvariantCulture)]));
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        if (Running.HasExited)
        {
            throw new InvalidOperationException($"{Name} ended by itself:\n{Log}");
        }

        using var answer = await Http.GetAsync(new Uri(Address, plan.ReadyPath), cancellation);
        return answer.IsSuccessStatusCode;
    }
}
