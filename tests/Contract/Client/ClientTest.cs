using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Contract.Client;

/// <summary>A test of the console's own client against a cluster.</summary>
public abstract class ClientTest(BothClusters clusters) : IDisposable
{
    private readonly List<ConsoleClient> opened = [];

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal static WriteTerms Real { get; } = new(WriteMode.Real, null);

    internal static WriteTerms Rehearsal { get; } = new(WriteMode.DryRun, null);

    internal Task<Cluster> MeetAsync(string name) => clusters.GetAsync(name);

    /// <summary>The client in one of the contexts: admin, console, operator, viewer or nobody.</summary>
    internal ConsoleClient As(string context, Cluster cluster) => Keep(ConsoleClient.Of(cluster, context));

    internal ConsoleClient Keep(ConsoleClient client)
    {
        opened.Add(client);
        return client;
    }

    /// <summary>A person in whose name the console acts.</summary>
    internal static ActAs Jo(params string[] groups) => ActAs.Create("jo@example.org", groups).Value;

    internal static Task<UpstreamException> FailureAsync(Task asked) => Assert.ThrowsAsync<UpstreamException>(() => asked);

    internal static async Task<UpstreamException> FailureAsync(UpstreamFault fault, int code, string? reason, Task asked)
    {
        var failure = await FailureAsync(asked);
        Assert.True((fault, code, reason) == (failure.Fault, failure.Kubernetes?.Code, failure.Kubernetes?.Reason),
            $"expected {fault} {code} {reason}, got {failure.Fault} {failure.Kubernetes?.Code} {failure.Kubernetes?.Reason}: {failure.Message}");
        return failure;
    }

    /// <summary>Makes a lease and reads it with the client.</summary>
    internal static async Task<LeaseObject> LeaseAsync(Cluster cluster, ConsoleClient client) =>
        await client.Reads.GetAsync<LeaseObject>(cluster.Namespace, $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}", Cancellation);

    /// <summary>The pods of a deployment, read with the client.</summary>
    internal static async Task<IReadOnlyList<Pod>> PodsAsync(Cluster cluster, ConsoleClient client, string deployment) =>
        await client.Reads.ListAsync<Pod>(cluster.Namespace, new($"app={deployment}", null), Cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        opened.ForEach(client => client.Dispose());
    }
}
