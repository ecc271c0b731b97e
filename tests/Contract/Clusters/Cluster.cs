using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.World;

namespace OpsConsole.Contract.Clusters;

/// <summary>One of the two clusters that the suite asks: the sandbox, or a real one.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(90);
    private Kubeconfig kubeconfig;
    private People? people;
    private readonly Dictionary<string, Caller> callers = [];
    private readonly List<HttpClient> clients = [];

    private Cluster(string name, Kubeconfig kubeconfig)
    {
        Name = name;
        this.kubeconfig = kubeconfig;
        Namespace = $"contract-{Guid.NewGuid():N}"[..17];
    }

    /// <summary>How the tests call it.</summary>
    public string Name { get; }

    /// <summary>The path of the file that says how to reach it.</summary>
    public string Kubeconfig => kubeconfig.Path;

    /// <summary>Its version is 1.Minor.</summary>
    public int Minor { get; private set; }

    /// <summary>A namespace that is the tests' own.</summary>
    public string Namespace { get; }

    /// <summary>policy/v1 came with 1.21; the eviction of that version with 1.22.</summary>
    internal string PolicyVersion => Minor >= 22 ? "policy/v1" : "policy/v1beta1";

    internal string Leases => $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";

    internal string Pods => $"/api/v1/namespaces/{Namespace}/pods";

    internal string Deployments => $"/apis/apps/v1/namespaces/{Namespace}/deployments";

    internal string Budgets => $"/apis/{PolicyVersion}/namespaces/{Namespace}/poddisruptionbudgets";

    /// <summary>May do everything.</summary>
    internal Caller Admin => As(kubeconfig.Has("admin") ? "admin" : kubeconfig.Current);

    /// <summary>May read, ask what others may, and act in a person's name.</summary>
    internal Caller Console => As("console");

    /// <summary>May act: is in the group ops-operators.</summary>
    internal Caller Operator => As("operator");

    /// <summary>May read.</summary>
    internal Caller Viewer => As("viewer");

    /// <summary>Is known, and may do nothing.</summary>
    internal Caller Nobody => As("nobody");

    internal static async Task<Cluster> ConnectAsync(string name, string kubeconfigPath, string folder)
    {
        var cluster = new Cluster(name, Clusters.Kubeconfig.Read(kubeconfigPath));
        var version = (await cluster.Admin.GetAsync("/version")).Expect(200).Json;
        cluster.Minor = int.Parse(version["minor"]!.GetValue<string>().TrimEnd('+'), CultureInfo.InvariantCulture);
        await cluster.CreateNamespaceAsync(cluster.Namespace);
        await cluster.MeetPeopleAsync(folder);
        return cluster;
    }

    internal async Task CreateNamespaceAsync(string name) => (await Admin.PostAsync("/api/v1/namespaces",
        Objects.Json($$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{name}}"} }"""))).Expect(201);

    /// <summary>Makes a lease under a name of its own.</summary>
    internal async Task<JsonNode> CreateLeaseAsync() => (await Admin.PostAsync(Leases, Objects.Lease(Fresh("lease")))).Expect(201).Json;

    /// <summary>Makes a deployment under a name of its own and awaits that all its pods are ready.</summary>
    internal async Task<string> CreateDeploymentAsync(int replicas)
    {
        var name = Fresh("web");
        (await Admin.PostAsync(Deployments, Objects.Deployment(name, replicas))).Expect(201);
        await ReadyAsync(name, replicas);
        return name;
    }

    /// <summary>Awaits that a deployment's pods are ready, no others are left, and its status has caught up.</summary>
    internal async Task<IReadOnlyList<JsonNode>> ReadyAsync(string deployment, int replicas)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var pods = await Eventually.GetAsync($"{replicas} pods of {deployment} are ready", Settled, () => PodsOfAsync(deployment),
            pods => pods.Count == replicas && pods.All(IsReady), cancellation);
        await Eventually.GetAsync($"{deployment} says that its pods are ready", Settled, () => Admin.GetAsync($"{Deployments}/{deployment}"),
            answer => IsSettled(answer.Expect(200).Json, replicas), cancellation);
        return pods;
    }

    internal async Task<IReadOnlyList<JsonNode>> PodsOfAsync(string deployment) =>
        [.. (await Admin.GetAsync($"{Pods}?labelSelector=app%3D{deployment}")).Expect(200).Json["items"]!.AsArray().Select(pod => pod!)];

    /// <summary>A name that nothing else has.</summary>
    internal static string Fresh(string what) => $"{what}-{Guid.NewGuid():N}"[..(what.Length + 9)];

    /// <summary>Asks in the name of one of the kubeconfig's contexts.</summary>
    internal Caller As(string context)
    {
        lock (callers)
        {
            if (!callers.TryGetValue(context, out var caller))
            {
                callers[context] = caller = Connect(kubeconfig.Of(context));
            }

            return caller;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Admin.DeleteAsync($"/api/v1/namespaces/{Namespace}");
        if (people is not null)
        {
            await people.RemoveAsync();
        }

        clients.ForEach(client => client.Dispose());
    }

    private async Task MeetPeopleAsync(string folder)
    {
        if (!People.AreIn(kubeconfig))
        {
            people = new(kubeconfig, Admin, Namespace);
            kubeconfig = await people.CreateAsync(Path.Combine(folder, $"{Name}-people.kubeconfig"));
        }
    }

    private static bool IsSettled(JsonNode deployment, int replicas)
    {
        var status = deployment["status"];
        return $"{status?["observedGeneration"]}" == $"{deployment["metadata"]!["generation"]}"
            && (status?["availableReplicas"]?.GetValue<int>() ?? 0) == replicas && (status?["replicas"]?.GetValue<int>() ?? 0) == replicas;
    }

    private static bool IsReady(JsonNode pod) => pod["metadata"]!["deletionTimestamp"] is null
        && (pod["status"]?["conditions"]?.AsArray() ?? []).Any(condition =>
            condition!["type"]!.GetValue<string>() == "Ready" && condition["status"]!.GetValue<string>() == "True");

    private Caller Connect(Access access)
    {
        var client = new HttpClient(access.Handler())
        {
            BaseAddress = access.Server,
            Timeout = TimeSpan.FromSeconds(60),
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        clients.Add(client);
        return new(client, access.Token, []);
    }
}
