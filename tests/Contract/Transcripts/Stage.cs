using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsConsole.Contract.Clusters;
using OpsConsole.World;

namespace OpsConsole.Contract.Transcripts;

/// <summary>
/// Sets up what was there before a transcript began: its namespaces, their workloads where it speaks of any, and the leases and
/// autoscalers that it speaks of and does not create.
/// </summary>
internal sealed partial class Stage(Cluster cluster, Transcript transcript, Names names)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HashSet<string> NotThere = ["no-such-namespace", "leaving", "kube-system", "default"];

    private IEnumerable<string> Paths => transcript.Steps.Where(step => step.Request is not null).Select(step => step.Request!.Path);

    public async Task SetAsync()
    {
        names.Word("node-a", $"{(await cluster.Admin.GetAsync("/api/v1/nodes")).Expect(200).Json["items"]![0]!["metadata"]!["name"]}");
        foreach (var ns in Paths.Select(path => InNamespace().Match(path).Groups[1].Value).Where(ns => ns.Length > 0 && !NotThere.Contains(ns)).Distinct())
        {
            names.Namespace(ns, Cluster.Fresh(ns));
            await cluster.CreateNamespaceAsync(names.NamespaceHere(ns));
        }

        foreach (var workload in Workload.All.Where(workload => Paths.Any(path => OfWorkloads().Match(path).Groups[1].Value == workload.Namespace)))
        {
            await CreateAsync(workload);
        }

        foreach (var (kind, group) in ((string, string)[])[("leases", "coordination.k8s.io/v1"), ("horizontalpodautoscalers", "autoscaling/v2")])
        {
            foreach (var (ns, name) in Given(kind).ToList())
            {
                var body = Seen(kind, name) ?? Workload.LeaseOf(name) ?? Objects.Lease(name);
                (await cluster.Admin.PostAsync($"/apis/{group}/namespaces/{names.NamespaceHere(ns)}/{kind}", body)).Expect(201);
            }
        }
    }

    // What a request names, and what it was answered: unless that was a 404, or an earlier step made it, it was there before.
    private IEnumerable<(string Namespace, string Name)> Given(string kind)
    {
        HashSet<(string, string)> decided = [];
        foreach (var (ns, name, isThere) in transcript.Steps.Where(step => step.Request is not null).SelectMany(step => Spoken(step, kind)))
        {
            if (decided.Add((ns, name)) && isThere)
            {
                yield return (ns, name);
            }
        }
    }

    private static IEnumerable<(string Namespace, string Name, bool IsThere)> Spoken(Step step, string kind)
    {
        var request = step.Request!;
        var ns = InNamespace().Match(request.Path).Groups[1].Value;
        if (Named().Match(request.Path) is { Success: true } named && named.Groups[1].Value == kind)
        {
            yield return (ns, named.Groups[2].Value, step.Response?.Status is not (404 or null));
        }
        else if (request.Method == "POST" && request.Path.EndsWith($"/{kind}", StringComparison.Ordinal) && step.Response?.Status == 201)
        {
            yield return (ns, $"{(request.Body as JsonObject)?["metadata"]?["name"]}", false);
        }
        else if (request.Method == "GET" && ns.Length > 0 && request.Path.EndsWith($"/{kind}", StringComparison.Ordinal))
        {
            foreach (var item in Items(step.Response?.Body))
            {
                yield return (ns, $"{item["metadata"]!["name"]}", true);
            }
        }
    }

    // As the transcript first shows it, without what the server adds.
    private JsonObject? Seen(string kind, string name)
    {
        var seen = transcript.Steps.Where(step => step.Request?.Method == "GET" && step.Request.Path.Contains($"/{kind}", StringComparison.Ordinal))
            .SelectMany(step => (IEnumerable<JsonObject?>)[step.Response?.Body as JsonObject, .. Items(step.Response?.Body)])
            .FirstOrDefault(node => $"{node?["metadata"]?["name"]}" == name && node?["spec"] is JsonObject);
        return seen is null ? null : new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = seen["metadata"]!["labels"]?.DeepClone() },
            ["spec"] = seen["spec"]!.DeepClone(),
        };
    }

    private static IEnumerable<JsonObject> Items(JsonNode? body) => ((body as JsonObject)?["items"] as JsonArray ?? []).OfType<JsonObject>()
        .Concat(((body as JsonObject)?["rows"] as JsonArray ?? []).Select(row => row?["object"]).OfType<JsonObject>());

    // Awaits the pods, and takes them, in the order of their names, for those of the transcript.
    private async Task CreateAsync(Workload workload)
    {
        var ns = names.NamespaceHere(workload.Namespace);
        var path = $"/apis/apps/v1/namespaces/{ns}/{workload.Kind}";
        (await cluster.Admin.PostAsync(path, workload.Body())).Expect(201);
        await Eventually.GetAsync($"{workload.Name} has its pods", Patience, () => cluster.Admin.GetAsync($"{path}/{workload.Name}"),
            answer => answer.Expect(200).Json is var now && (now["status"]?["readyReplicas"]?.GetValue<int>() ?? 0) == workload.Replicas
                && $"{now["status"]?["observedGeneration"]}" == $"{now["metadata"]!["generation"]}", TestContext.Current.CancellationToken);
        var pods = (await cluster.Admin.GetAsync($"/api/v1/namespaces/{ns}/pods")).Expect(200).Json["items"]!.AsArray()
            .Select(pod => $"{pod!["metadata"]!["name"]}").Where(pod => pod.StartsWith($"{workload.Name}-", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        foreach (var (recorded, here) in workload.PodsIn(transcript).Zip(pods))
        {
            names.Word(recorded, here);
            names.Word(OfSet(recorded), OfSet(here));
        }

        if (workload.Budget(cluster) is { } budget)
        {
            var budgets = $"/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets";
            (await cluster.Admin.PostAsync(budgets, budget)).Expect(201);
            await Eventually.GetAsync($"the budget of {workload.Name} counts its pods", Patience, () => cluster.Admin.GetAsync($"{budgets}/{workload.Name}"),
                answer => answer.Expect(200).Json["status"]?["currentHealthy"]?.GetValue<int>() == workload.Replicas, TestContext.Current.CancellationToken);
        }
    }

    private static string OfSet(string pod) => pod[..pod.LastIndexOf('-')];

    [GeneratedRegex(@"/namespaces/([^/]+)/")]
    private static partial Regex InNamespace();

    [GeneratedRegex(@"/namespaces/([^/]+)/(?:pods|deployments|statefulsets|replicasets|poddisruptionbudgets)")]
    private static partial Regex OfWorkloads();

    [GeneratedRegex(@"/namespaces/[^/]+/([^/]+)/([^/]+)")]
    private static partial Regex Named();
}
