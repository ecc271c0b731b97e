using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OpsConsole.Tests.Host;

/// <summary>The console as a process of its own: for what only shows there, its exit code and what it writes.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Channel<bool> news = Channel.CreateUnbounded<bool>();
    private readonly List<string> said = [];

    private ConsoleProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>An empty folder to work in, gone with the tests.</summary>
    public static string Folder { get; } = MakeFolder();

    /// <summary>The folder with the console's own appsettings.json.</summary>
    private static string Sources { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "src", "Console"));

    /// <summary>Everything it wrote so far.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (said)
            {
                return [.. said];
            }
        }
    }

    public static ConsoleProcess Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OpsConsole.dll"), $"--contentRoot={Sources}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment.Remove("OPSCONSOLE_CONFIG");
        start.Environment["Storage__Folder"] = Directory.CreateDirectory(Path.Combine(Folder, $"{Guid.NewGuid():n}")).FullName;
        start.Environment["Access__File"] = Path.GetFullPath(Path.Combine(Sources, "..", "..", "access.yaml"));
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ConsoleProcess(start);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        await using var console = Start(arguments, environment);
        await console.process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (console.process.ExitCode, string.Join('\n', console.Said));
    }

    /// <summary>The first line with a text in it, once it is written.</summary>
    public async Task<string> LineAsync(string text)
    {
        for (; ; )
        {
            if (Said.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            await news.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static string MakeFolder()
    {
        var made = Directory.CreateTempSubdirectory("ops-console-process-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => made.Delete(recursive: true);
        return made.FullName;
    }

    private void Heard(string? line)
    {
        if (line is not null)
        {
            lock (said)
            {
                said.Add(line);
            }

            news.Writer.TryWrite(true);
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
