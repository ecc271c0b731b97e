using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Workloads;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Answers <c>kubectl logs</c>.</summary>
internal static class LogsAnswer
{
    /// <summary>How many lines of the end are read where the line names no number: a log may have millions.</summary>
    public const int MostRead = 5_000;

    private const int MostPods = 5;
    private const long MostBytes = 4_000_000;
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    /// <summary>The answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="scope">Where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<KubectlOutput> AnswerAsync(Logs question, ClusterScope scope, CancellationToken cancellation)
    {
        var (pods, notes) = await PodsAsync(question, scope, cancellation).ConfigureAwait(false);
        var queries = pods.SelectMany(pod => Containers(question, pod).Select(container => Query(question, scope, pod, container))).ToList();
        var logs = await Task.WhenAll(queries.Select(query => ReadAsync(question, scope, query, queries.Count > 1, cancellation))).ConfigureAwait(false);
        if (question.Tail is null && question.Selector is null && logs.Any(log => log.Count >= MostRead))
        {
            notes = notes.Add($"The last {MostRead:#,0} lines were read.");
        }

        return new() { Lines = [.. logs.SelectMany(log => log)], ShowsEnd = true, Notes = notes };
    }

    private static async Task<(ImmutableArray<JsonObject> Pods, ImmutableArray<string> Notes)> PodsAsync(Logs question, ClusterScope scope, CancellationToken cancellation)
    {
        if (question is { Selector: null, Name: { } name } && question.Kind == KubectlKind.Pods)
        {
            return ((await scope.Cluster.ObjectsAsync(new(KubectlKind.Pods, scope.Namespace) { Name = name }, scope.Who, cancellation).ConfigureAwait(false)).Objects, []);
        }

        var selector = question.Selector;
        if (selector is null)
        {
            var workload = await scope.Cluster.ObjectsAsync(new(question.Kind, scope.Namespace) { Name = question.Name }, scope.Who, cancellation).ConfigureAwait(false);
            selector = ObjectFields.SelectorText(workload.Objects[0].At("spec", "selector"));
            if (selector.Length == 0)
            {
                return ([], ["It selects no pods."]);
            }
        }

        var pods = (await scope.Cluster.ObjectsAsync(new(KubectlKind.Pods, scope.Namespace) { Selector = selector }, scope.Who, cancellation).ConfigureAwait(false)).Objects
            .OrderByDescending(IsReady).ThenByDescending(pod => pod.Text("status", "phase") == "Running")
            .ThenBy(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ToImmutableArray();
        return (question.Selector is null, pods) switch
        {
            (_, []) => ([], [$"No pods match {selector}."]),
            (true, [var one]) => ([one], []),

            // One pod speaks for its workload, as in kubectl; which one is never left open.
            (true, [var first, ..]) => ([first], [$"Of the pod {first.Text("metadata", "name")}, one of {pods.Length}."]),
            _ when pods.Length > MostPods => (pods[..MostPods], [$"Of {MostPods} of {pods.Length} pods."]),
            _ => (pods, []),
        };
    }

    private static bool IsReady(JsonObject pod) => pod.Items("status", "conditions").Any(it => it.Text("type") == "Ready" && it.Text("status") == "True");

    private static IEnumerable<string> Containers(Logs question, JsonObject pod)
    {
        var containers = pod.Items("spec", "containers").Select(container => container.Text("name") ?? string.Empty).ToList();
        return question.Container is { } given ? [given]
            : question.AllContainers ? pod.Items("spec", "initContainers").Select(container => container.Text("name") ?? string.Empty).Concat(containers)
            : pod.Text("metadata", "annotations", DefaultContainer) is { } usual && containers.Contains(usual) ? [usual]
            : containers.Take(1);
    }

    private static LogQuery Query(Logs question, ClusterScope scope, JsonObject pod, string container) => new(
        scope.Namespace!, pod.Text("metadata", "name") ?? string.Empty, container, question.Tail ?? (question.Selector is null ? MostRead : 10), false)
    {
        Since = question.Since,
        Previous = question.Previous,
        LimitBytes = MostBytes,
    };

    private static async Task<List<string>> ReadAsync(Logs question, ClusterScope scope, LogQuery query, bool isOneOfMany, CancellationToken cancellation)
    {
        // Lines of several logs in one answer would be nobody's.
        var prefix = isOneOfMany || question.Prefix ? $"[pod/{query.Pod}/{query.Container}] " : string.Empty;
        List<string> lines = [];
        await foreach (var line in scope.Cluster.LogAsync(query, scope.Who, cancellation).ConfigureAwait(false))
        {
            var stamp = question.Timestamps && line.At is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ss.fffffffZ} ") : string.Empty;
            lines.Add($"{prefix}{stamp}{line.Text}");
        }

        return lines;
    }
}
