using OpsConsole.Contract.Clusters;

namespace OpsConsole.Contract.Kubectl;

/// <summary>
/// A test with the real kubectl. It is run against both clusters: the real one shows that the test asks for what kubectl gives, the
/// sandbox that kubectl believes it.
/// </summary>
public abstract class KubectlTest(BothClusters clusters) : IDisposable
{
    private readonly List<Kubectl> started = [];

    internal async Task<(Cluster Cluster, Kubectl Kubectl)> OnAsync(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var kubectl = new Kubectl(cluster);
        started.Add(kubectl);
        return (cluster, kubectl);
    }

    internal static async Task<string> LeaseAsync(Cluster cluster) => $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}";

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        started.ForEach(kubectl => kubectl.Dispose());
    }
}
