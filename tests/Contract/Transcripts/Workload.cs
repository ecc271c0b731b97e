using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsConsole.Contract.Clusters;

namespace OpsConsole.Contract.Transcripts;

/// <summary>One of the workloads that were there when the transcripts were recorded (workloads.json).</summary>
internal sealed record Workload(string Namespace, string Kind, string Name, int Replicas, string Label, string Value, int? MinAvailable, JsonObject? Lease)
{
    public static IReadOnlyList<Workload> All { get; } = JsonSerializer.Deserialize<Workload[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Transcripts", "workloads.json")), JsonSerializerOptions.Web)!;

    /// <summary>The lease of this name that a workload's pods competed for; null when there was none.</summary>
    public static JsonObject? LeaseOf(string name) =>
        All.Select(workload => workload.Lease).FirstOrDefault(lease => $"{lease?["metadata"]?["name"]}" == name)?.DeepClone().AsObject();

    /// <summary>It as it is sent.</summary>
    public JsonObject Body()
    {
        var body = Objects.Deployment(Name, Replicas);
        body["metadata"]!["labels"] = new JsonObject { [Label] = Value };
        body["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = $"registry.example/{Name}:1.0";
        body["spec"]!["selector"]!["matchLabels"] = new JsonObject { [Label] = Value };
        body["spec"]!["template"]!["metadata"]!["labels"] = new JsonObject { [Label] = Value };
        if (Kind == "statefulsets")
        {
            body["kind"] = "StatefulSet";
            body["spec"]!["serviceName"] = Name;
        }

        return body;
    }

    /// <summary>Its budget; null when it had none.</summary>
    public JsonObject? Budget(Cluster cluster)
    {
        if (MinAvailable is not { } least)
        {
            return null;
        }

        var budget = Objects.Budget(cluster, Name, Name, least);
        budget["spec"]!["selector"]!["matchLabels"] = new JsonObject { [Label] = Value };
        return budget;
    }

    /// <summary>The names of its pods in a transcript, in their order: with a set's hash, or with a number.</summary>
    public IEnumerable<string> PodsIn(Transcript transcript) => transcript.Steps
        .SelectMany(step => Regex.Matches($"{step.Request?.Path} {step.Response?.Body?.ToJsonString()}",
            $@"(?<![\w-]){Name}-({(Kind == "statefulsets" ? @"\d+" : "[a-z0-9]{8,10}-[a-z0-9]{5}")})(?![\w-])"))
        .Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
}
