using System.Diagnostics;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary><c>kubectl get lease NAME -w</c>: what people have without the console.</summary>
internal sealed class KubectlWatch : IAsyncDisposable
{
    private readonly Process kubectl;

    private KubectlWatch(Process kubectl) => this.kubectl = kubectl;

    /// <summary>What it said when it ended by itself; null while it runs.</summary>
    public string? LastWords => kubectl.HasExited ? kubectl.StandardError.ReadToEnd() : null;

    /// <summary>Starts it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="lease">NAMESPACE/NAME.</param>
    /// <param name="heard">Given each line of its output.</param>
    public static async Task<KubectlWatch> StartAsync(Cluster cluster, string lease, Action<string> heard)
    {
        var (@namespace, name) = (lease.Split('/')[0], lease.Split('/')[1]);
        var kubectl = await Launcher.StartAsync(new("setpriv",
            ["--pdeathsig", "KILL", "kubectl", "--kubeconfig", cluster.Kubeconfig, "--context", Cluster.Administrator,
             "get", "lease", name, "--namespace", @namespace, "--watch", "--output", "json"])
        { RedirectStandardOutput = true, RedirectStandardError = true });
        kubectl.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                heard(line.Data);
            }
        };
        kubectl.BeginOutputReadLine();
        return new(kubectl);
    }

    public async ValueTask DisposeAsync()
    {
        if (!kubectl.HasExited)
        {
            kubectl.Kill();
            await kubectl.WaitForExitAsync(CancellationToken.None);
        }

        kubectl.Dispose();
    }
}
