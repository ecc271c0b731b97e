using System.Reflection;
using OpsConsole.World;
using Xunit.Sdk;
using Xunit.v3;

namespace OpsConsole.Contract.Clusters;

/// <summary>
/// The sandbox, started as a process of its own, and a real cluster, the one that OPSCONSOLE_TEST_KUBECONFIG names (test.sh starts
/// one and names it). Each is met by the first test that needs it.
/// </summary>
public sealed class BothClusters : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-contract-").FullName;
    private readonly Dictionary<string, Lazy<Task<Cluster>>> clusters;
    private ServerProcess? sandbox;

    /// <summary>Both, not yet started.</summary>
    public BothClusters() => clusters = new()
    {
        [OnEachClusterAttribute.Sandbox] = new(StartSandboxAsync),
        [OnEachClusterAttribute.Real] = new(ConnectRealAsync),
    };

    /// <summary>The last words of the sandbox.</summary>
    internal string SandboxLog => sandbox?.Log ?? "";

    /// <summary>One of them, by the name that a test was given.</summary>
    public Task<Cluster> GetAsync(string name) => clusters[name].Value;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var started in clusters.Values.Where(cluster => cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            await (await started.Value).DisposeAsync();
        }

        if (sandbox is not null)
        {
            await sandbox.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<Cluster> ConnectRealAsync()
    {
        var path = Environment.GetEnvironmentVariable("OPSCONSOLE_TEST_KUBECONFIG");
        Assert.False(string.IsNullOrEmpty(path), "OPSCONSOLE_TEST_KUBECONFIG names no kubeconfig. Start a cluster with tests/cluster/up.sh and "
            + "tests/cluster/settle.sh and name its kubeconfig, or let ./test.sh tests/Contract do so, or set OPSCONSOLE_TEST_WITHOUT_CLUSTER=1.");
        return await Cluster.ConnectAsync(OnEachClusterAttribute.Real, path!, folder);
    }

    private async Task<Cluster> StartSandboxAsync()
    {
        var port = LoopbackPorts.Next();
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        sandbox = new(new("sandbox", "dotnet", [Repository.Sandbox, "--urls", $"http://127.0.0.1:{port}"], port, "readyz"));
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        await File.WriteAllTextAsync(kubeconfig, await http.GetStringAsync(new Uri(sandbox.Address, "kubeconfig")));
        return await Cluster.ConnectAsync(OnEachClusterAttribute.Sandbox, kubeconfig, folder);
    }
}

/// <summary>Gives a theory the names of both clusters; where no real one can be had (test.sh then says why) the sandbox's alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEachClusterAttribute : DataAttribute
{
    internal const string Sandbox = "sandbox";
    internal const string Real = "real";

    private static bool IsRealLeftOut => Environment.GetEnvironmentVariable("OPSCONSOLE_TEST_WITHOUT_CLUSTER") is { Length: > 0 };

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new((ITheoryDataRow[])[new TheoryDataRow<string>(Sandbox), .. IsRealLeftOut ? [] : (ITheoryDataRow[])[new TheoryDataRow<string>(Real)]]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
