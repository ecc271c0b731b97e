using System.Diagnostics;
using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>A namespace with very many deployments and pods, made and changed through the cluster's own API.</summary>
internal sealed class Crowd(Cluster cluster)
{
    public const int Deployments = 500;
    public const int Pods = Deployments * Replicas;
    private const int Replicas = 10;
    private const string Namespace = "crowd";
    private const int AtOnce = 16;

    // So many pods are not ready at any time while changes are made.
    private const int Unready = 25;

    private static readonly string DeploymentPath = $"/apis/apps/v1/namespaces/{Namespace}/deployments";
    private static readonly string PodPath = $"/api/v1/namespaces/{Namespace}/pods";

    private string[] pods = [];

    /// <summary>The profile of a system that all of them belong to.</summary>
    public static string Profile => $$"""
        title: Crowd
        cluster: main
        namespaces: [{{Namespace}}]
        claims_alerts: [system="crowd"]
        workloads:
        {{string.Join('\n', Enumerable.Range(0, Deployments).Select(i =>
            $"- {{kind: Deployment, namespace: {Namespace}, name: {Name(i)}, usual: {Replicas}, min: 1, max: 20}}"))}}
        """;

    /// <summary>Makes the namespace.</summary>
    public Task BeginAsync(CancellationToken cancellation) => cluster.CreateAsync("/api/v1/namespaces",
        $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{Namespace}}}"}}""", cancellation);

    /// <summary>Makes the deployments and awaits that the cluster's controllers have made their pods and those are ready.</summary>
    public async Task FillAsync(CancellationToken cancellation)
    {
        await Parallel.ForAsync(0, Deployments, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (i, ending) => await cluster.CreateAsync(DeploymentPath, Deployment(i), ending));
        await Eventually.GetAsync($"{Pods} pods are ready", TimeSpan.FromMinutes(10), () => ReadyAsync(cancellation), ready => ready == Pods, cancellation);
        pods = await NamesAsync(cancellation);
    }

    /// <summary>Makes pods ready and not ready by turns, one change at a time, evenly spread.</summary>
    /// <param name="perSecond">How many changes a second.</param>
    /// <param name="length">For how long.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many changes a second the cluster took.</returns>
    public async Task<double> ChurnAsync(int perSecond, TimeSpan length, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        var (changes, pending) = (0, new List<Task>());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Stopwatch.GetElapsedTime(begun) < length)
        {
            // After a pause of the machine the ones that are due are sent together.
            for (var due = (int)(Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond); changes < due; changes++)
            {
                pending.Add(ChangeAsync(changes, cancellation));
            }

            if (pending.Count > 4 * AtOnce)
            {
                await Task.WhenAll(pending);
                pending.Clear();
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        await Task.WhenAll(pending);
        return changes / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"made-up-{number:000}");

    private static string Deployment(int number) => $$$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "{{{Name(number)}}}", "labels": {"app": "{{{Name(number)}}}"} },
         "spec": {"replicas": {{{Replicas}}}, "selector": {"matchLabels": {"app": "{{{Name(number)}}}"} },
                  "template": {"metadata": {"labels": {"app": "{{{Name(number)}}}"} },
                               "spec": {"containers": [{"name": "main", "image": "registry.example.com/made-up:{{{number}}}"}] } } } }
        """;

    private Task ChangeAsync(int number, CancellationToken cancellation)
    {
        var ready = number % 2 > 0;
        var pod = pods[((number / 2) + pods.Length - (ready ? Unready : 0)) % pods.Length];
        return cluster.PatchAsync($"{PodPath}/{pod}/status", $$$"""
            {"status": {"conditions": [{"type": "Ready", "status": "{{{ready}}}", "lastTransitionTime": "{{{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}}"}]}}
            """, Cluster.Strategic, cancellation);
    }

    private async Task<int> ReadyAsync(CancellationToken cancellation) =>
        (await cluster.FindAsync(DeploymentPath, cancellation))!["items"]!.AsArray().Sum(item => item!["status"]?["readyReplicas"]?.GetValue<int>() ?? 0);

    private async Task<string[]> NamesAsync(CancellationToken cancellation) =>
        [.. (await cluster.FindAsync(PodPath, cancellation))!["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>())];
}
