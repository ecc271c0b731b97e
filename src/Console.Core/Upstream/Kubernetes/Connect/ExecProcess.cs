using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>One run of a credential plugin: without a shell, with nobody at its input, within a limit.</summary>
internal sealed class ExecProcess : IDisposable
{
    private const int LongestOutput = 1_000_000;
    private const int LongestWords = 4_000;
    private readonly Process process;

    private ExecProcess(Process process) => this.process = process;

    /// <summary>Starts a plugin.</summary>
    /// <exception cref="InvalidDataException">It can't be started.</exception>
    public static ExecProcess Start(ExecPlugin plugin)
    {
        var start = new ProcessStartInfo(Find(plugin.Command) ?? throw Missing(plugin), plugin.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBERNETES_EXEC_INFO"] = plugin.Info();
        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new(process);
        }
        catch (Win32Exception e)
        {
            throw new InvalidDataException($"can't be started: {e.Message}", e);
        }
    }

    /// <summary>Waits for its end; kills it, with all it started, when the wait is given up.</summary>
    /// <returns>Its exit code, what it wrote, and the end of what it said about it.</returns>
    /// <exception cref="InvalidDataException">It writes without end.</exception>
    public async Task<(int Code, ReadOnlyMemory<byte> Output, string Words)> WaitAsync(CancellationToken cancellation)
    {
        try
        {
            var words = WordsAsync(cancellation);
            var output = await OutputAsync(cancellation).ConfigureAwait(false);
            var said = await words.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return (process.ExitCode, output, said);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public void Dispose() => process.Dispose();

    // Not left to the system, which would also look in the folder the console was started in.
    private static string? Find(string command) => command.Contains('/', StringComparison.Ordinal)
        ? File.Exists(command) ? command : null
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, command)).FirstOrDefault(IsProgram);

    private static bool IsProgram(string file) => File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static InvalidDataException Missing(ExecPlugin plugin) =>
        new($"does not exist on this machine{(plugin.InstallHint is { } hint ? $". The kubeconfig says: {hint}" : "; install it, or write its full path")}");

    private async Task<ReadOnlyMemory<byte>> OutputAsync(CancellationToken cancellation)
    {
        var output = new MemoryStream();
        var part = new byte[16 * 1024];
        var source = process.StandardOutput.BaseStream;
        for (int length; (length = await source.ReadAsync(part, cancellation).ConfigureAwait(false)) > 0;)
        {
            output.Write(part, 0, length);
            if (output.Length > LongestOutput)
            {
                throw new InvalidDataException($"wrote more than {LongestOutput / 1_000_000} MB; an ExecCredential was due");
            }
        }

        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }

    private async Task<string> WordsAsync(CancellationToken cancellation)
    {
        var end = new StringBuilder();
        var part = new char[1024];
        for (int length; (length = await process.StandardError.ReadAsync(part, cancellation).ConfigureAwait(false)) > 0;)
        {
            end.Append(part, 0, length);
            end.Remove(0, Math.Max(0, end.Length - LongestWords));
        }

        return end.ToString();
    }
}
