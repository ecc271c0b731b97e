using OpsConsole.Contract.Clusters;
using OpsConsole.World;

namespace OpsConsole.Contract.Client;

/// <summary>A sandbox of one test's own, whose trouble is nobody else's.</summary>
internal sealed class OwnSandbox : IAsyncDisposable
{
    private readonly string folder;
    private readonly ServerProcess process;

    private OwnSandbox(string folder, ServerProcess process, Cluster cluster) => (this.folder, this.process, Cluster) = (folder, process, cluster);

    public Cluster Cluster { get; }

    public static async Task<OwnSandbox> StartAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("ops-console-own-sandbox-").FullName;
        var (port, kubeconfig) = (LoopbackPorts.Next(), Path.Combine(folder, "kubeconfig"));
        var process = new ServerProcess(new("sandbox", "dotnet", [Repository.Sandbox, "--urls", $"http://127.0.0.1:{port}"], port, "readyz"));
        try
        {
            await process.StartAsync(cancellation);
            using var http = new HttpClient();
            await File.WriteAllTextAsync(kubeconfig, await http.GetStringAsync(new Uri(process.Address, "kubeconfig"), cancellation), cancellation);
            return new(folder, process, await Cluster.ConnectAsync(OnEachClusterAttribute.Sandbox, kubeconfig, folder));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Breaks its open watches off, again and again.</summary>
    public async Task CutWatchesAsync(string every, string length)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(process.Address, $"kubernetes/cut-watches?every={every}&for={length}"), null, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
