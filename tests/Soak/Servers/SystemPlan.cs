using OpsConsole.World;
using YamlDotNet.Serialization;

namespace OpsConsole.Soak.Servers;

/// <summary>A number of replicas that a profile allows.</summary>
/// <param name="Workload">NAMESPACE/NAME.</param>
/// <param name="Least">The fewest.</param>
/// <param name="Most">The most.</param>
internal sealed record Scalable(string Workload, int Least, int Most);

/// <summary>A queue, and what Prometheus is asked for its depth.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Depth">The expression.</param>
internal sealed record QueueDepth(string Name, string Depth);

/// <summary>What a profile says of a system, as far as people act on it and pages are compared.</summary>
/// <param name="Watched">Its id, title and lease.</param>
/// <param name="Scales">What may be scaled.</param>
/// <param name="Restarts">What may be restarted: NAMESPACE/NAME each.</param>
/// <param name="Queues">Its queues.</param>
/// <param name="SaysItLeads">The gauge by which its pods say that they lead; null for none.</param>
internal sealed record SystemPlan(WatchedSystem Watched, IReadOnlyList<Scalable> Scales, IReadOnlyList<string> Restarts, IReadOnlyList<QueueDepth> Queues, string? SaysItLeads)
{
    /// <summary>Its id.</summary>
    public string Id => Watched.Id;

    /// <summary>Reads all profiles of a folder.</summary>
    public static IReadOnlyList<SystemPlan> ReadAll(string folder) => [.. WatchedSystem.ReadAll(folder).Select(system => Read(system, Path.Combine(folder, $"{system.Id}.yaml")))];

    private static SystemPlan Read(WatchedSystem system, string file)
    {
        var profile = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(file));
        var workloads = Items(profile, "workloads").ToDictionary(it => $"{it.GetValueOrDefault("namespace")}/{it["name"]}", StringComparer.Ordinal);
        return new(
            system,
            [.. TargetsOf(profile, "scale").Where(workloads.ContainsKey).Select(target => new Scalable(target, Number(workloads[target], "min", 1), Number(workloads[target], "max", 3)))],
            [.. TargetsOf(profile, "rollout-restart")],
            [.. Items(profile, "queues").Select(queue => new QueueDepth($"{queue["name"]}", $"{queue["depth"]}"))],
            (profile.GetValueOrDefault("leader") as Dictionary<object, object>)?.GetValueOrDefault("status_metric")?.ToString());
    }

    private static IEnumerable<string> TargetsOf(Dictionary<string, object> profile, string kind) =>
        Items(profile, "actions").Where(action => Equals(action["kind"], kind)).SelectMany(action => (List<object>)action["targets"]).Select(target => $"{target}");

    private static IEnumerable<Dictionary<string, object>> Items(Dictionary<string, object> profile, string name) =>
        (profile.GetValueOrDefault(name) as List<object> ?? []).Cast<Dictionary<object, object>>().Select(item => item.ToDictionary(field => $"{field.Key}", field => field.Value, StringComparer.Ordinal));

    private static int Number(Dictionary<string, object> workload, string name, int otherwise) => int.TryParse($"{workload.GetValueOrDefault(name)}", out var number) ? number : otherwise;
}
