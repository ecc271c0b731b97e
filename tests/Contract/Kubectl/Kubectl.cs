using System.Diagnostics;
using System.Globalization;
using OpsConsole.Contract.Clusters;
using OpsConsole.World;

namespace OpsConsole.Contract.Kubectl;

/// <summary>What a command said and how it ended.</summary>
internal sealed record Said(string Command, int Code, string Out, string Error)
{
    /// <summary>The lines of its output.</summary>
    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The columns of a table's rows, below its head.</summary>
    public IReadOnlyList<string[]> Rows => [.. Lines.Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The same, once it has ended well.</summary>
    public Said Well()
    {
        Assert.True(Code == 0, ToString());
        return this;
    }

    /// <summary>The same, once it has ended with this code and said this.</summary>
    public Said Refused(string words, int code = 1)
    {
        Assert.True(Code == code && (Out + Error).Contains(words, StringComparison.Ordinal), $"expected {code} and \"{words}\": {this}");
        return this;
    }

    public override string ToString() => $"kubectl {Command} ended with {Code}\n{Out}\n{Error}";
}

/// <summary>The kubectl of this machine, or the one that OPSCONSOLE_KUBECTL names, told to talk to one cluster.</summary>
internal sealed class Kubectl(Cluster cluster) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = Environment.GetEnvironmentVariable("OPSCONSOLE_KUBECTL") is { Length: > 0 } named ? named : "kubectl";
    private readonly string home = Directory.CreateTempSubdirectory("ops-console-kubectl-").FullName;

    /// <summary>Runs a command as one of the kubeconfig's people, in the tests' namespace.</summary>
    public async Task<Said> AsAsync(string context, params string[] command)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var process = await StartAsync(context, command);
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new(string.Join(' ', command), process.ExitCode, (await said)[0], (await said)[1]);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"kubectl {string.Join(' ', command)} did not end in {Patience.TotalSeconds:0} s.");
        }
    }

    public Task<Said> AsAdminAsync(params string[] command) => AsAsync("admin", command);

    /// <summary>Runs a command that does not end by itself until a line is as awaited, and gives the lines until then.</summary>
    public async Task<IReadOnlyList<string>> UntilAsync(Func<string, bool> isAwaited, Func<Task> meanwhile, params string[] command)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var process = await StartAsync("admin", command);
        List<string> lines = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                lines.Add(line);
                if (isAwaited(line))
                {
                    return lines;
                }

                // Its first row is there, so it watches, or will from there.
                if (lines.Count == 2)
                {
                    await meanwhile();
                }
            }

            throw new InvalidOperationException($"kubectl {string.Join(' ', command)} ended: {string.Join('\n', lines)} {await process.StandardError.ReadToEndAsync(limit.Token)}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The minor number of its own version: old ones cannot do everything.</summary>
    public async Task<int> MinorAsync()
    {
        var version = Objects.Json((await AsAdminAsync("version", "--client", "-o", "json")).Well().Out);
        return int.Parse($"{version["clientVersion"]!["minor"]}".TrimEnd('+'), CultureInfo.InvariantCulture);
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private Task<Process> StartAsync(string context, string[] command)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = home };
        foreach (var argument in (string[])["--pdeathsig", "KILL", Program, .. command, "--context", context, "--namespace", cluster.Namespace])
        {
            start.ArgumentList.Add(argument);
        }

        // A home of its own: nothing of the person's, and a discovery cache for each run.
        start.Environment["HOME"] = home;
        start.Environment["KUBECONFIG"] = Path.GetFullPath(cluster.Kubeconfig);
        start.Environment["NO_PROXY"] = "127.0.0.1,localhost";
        return Launcher.StartAsync(start);
    }
}
