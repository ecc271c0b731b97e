using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using OpsConsole.Core.Tests.Remediation.Running;
using OpsConsole.Core.Tests.Storage;
using OpsConsole.Core.Tests.Upstream.Notifiers;
using OpsConsole.World;

namespace OpsConsole.Core.Tests.RealServers;

/// <summary>This program in a part of its own: a process that a test can stop, let go on and kill.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    private const string Word = "--part";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Func<string[], Task>> Parts = new()
    {
        ["hold"] = args => SolePart.RunAsync(args[0]),
        ["open"] = args => OpenPart.RunAsync(args[0]),
        ["mail"] = args => MailPart.RunAsync(args[0]),
        ["act"] = args => ActPart.RunAsync(args[0], args[1], args[2]),
    };

    private readonly Process process;
    private readonly Channel<string> said = Channel.CreateUnbounded<string>();

    private OtherProcess(Process process)
    {
        this.process = process;
        _ = HearAsync();
    }

    public static async Task<int> Main(string[] args)
    {
        if (args is not [Word, var part, .. var rest])
        {
            return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
        }

        await Parts[part](rest);
        return 0;
    }

    /// <summary>Starts a part.</summary>
    public static Task<OtherProcess> StartAsync(string part, params string[] args) => StartAsync([], part, args);

    /// <summary>
    /// Starts a part for which a file's mode counts: root may write everywhere, and gives that right up. As another user it might not even
    /// read where we are.
    /// </summary>
    public static Task<OtherProcess> StartUnprivilegedAsync(string part, params string[] args) =>
        StartAsync(Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] : [], part, args);

    /// <summary>Starts a part that trusts these authorities instead of the system's: which ones a process trusts is read once, at its start.</summary>
    public static Task<OtherProcess> StartTrustingAsync(string authorities, string part, params string[] args) =>
        StartAsync(["env", $"SSL_CERT_FILE={authorities}", "SSL_CERT_DIR=/dev/null"], part, args);

    /// <summary>The next line with a text in it.</summary>
    public async Task<string> LineAsync(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await foreach (var line in said.Reader.ReadAllAsync(patience.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The process ended without saying '{text}'.");
    }

    public void Pause() => Signal(19);

    public void GoOn() => Signal(18);

    public void Kill() => Signal(9);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static async Task<OtherProcess> StartAsync(string[] before, string part, string[] args)
    {
        string[] line = ["setpriv", "--pdeathsig", "KILL", .. before, "dotnet", Path.Combine(AppContext.BaseDirectory, "OpsConsole.Core.Tests.dll"), Word, part, .. args];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment["DOTNET_CLI_HOME"] = Path.GetTempPath();
        return new OtherProcess(await Launcher.StartAsync(start));
    }

    private async Task HearAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Writer.TryWrite(line);
        }

        said.Writer.Complete();
    }

    private void Signal(int signal) => Assert.Equal(0, Send(process.Id, signal));

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int process, int signal);
}
