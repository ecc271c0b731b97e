using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Answers <c>kubectl top</c> from metrics.k8s.io; where a cluster does not serve it, its words say so.</summary>
internal static class TopAnswer
{
    private const decimal Mebi = 1024m * 1024m;
    private const string Group = "metrics.k8s.io";

    /// <summary>The answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="scope">Where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<KubectlOutput> AnswerAsync(Top question, ClusterScope scope, CancellationToken cancellation)
    {
        var kind = question.Kind with { Group = Group, Versions = ["v1beta1"] };
        var read = await Task.WhenAll(scope.Namespaces.Select(async space => (Space: space, Read: await scope.Cluster.ObjectsAsync(
            new(kind, space) { Name = question.Name, Selector = question.Selector }, scope.Who, cancellation).ConfigureAwait(false)))).ConfigureAwait(false);
        var isNodes = question.Kind == KubectlKind.Nodes;
        var nodes = isNodes ? (await scope.Cluster.ObjectsAsync(new(KubectlKind.Nodes, null) { Name = question.Name }, scope.Who, cancellation).ConfigureAwait(false)).Objects : [];
        var usages = read.SelectMany(part => part.Read.Objects.Select(it => Usage.Of(part.Space, it, isNodes, nodes)));
        usages = question.ByMemory switch
        {
            true => usages.OrderByDescending(it => it.Memory),
            false => usages.OrderByDescending(it => it.Cpu),
            null => usages.OrderBy(it => it.Space, StringComparer.Ordinal).ThenBy(it => it.Name, StringComparer.Ordinal),
        };
        return new()
        {
            Columns = isNodes ? ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"]
                : [.. question.InAll ? ["NAMESPACE"] : ImmutableArray<string>.Empty, "NAME", "CPU(cores)", "MEMORY(bytes)"],
            Rows = [.. usages.Select(it => it.Row(question.InAll && !isNodes, isNodes))],
        };
    }

    private sealed record Usage(string? Space, string Name, decimal? Cpu, decimal? Memory, decimal? CpuOf, decimal? MemoryOf)
    {
        public static Usage Of(string? space, JsonObject it, bool isNode, ImmutableArray<JsonObject> nodes)
        {
            var name = it.Text("metadata", "name") ?? string.Empty;
            var node = nodes.FirstOrDefault(node => node.Text("metadata", "name") == name);
            return new(space, name, isNode ? Quantity.Read(it.Text("usage", "cpu")) : Sum(it, "cpu"), isNode ? Quantity.Read(it.Text("usage", "memory")) : Sum(it, "memory"),
                Quantity.Read(node.Text("status", "allocatable", "cpu")), Quantity.Read(node.Text("status", "allocatable", "memory")));
        }

        public ImmutableArray<string> Row(bool withSpace, bool withShares) =>
        [
            .. withSpace ? [Space ?? string.Empty] : ImmutableArray<string>.Empty,
            Name, Figure(Cpu * 1000, "m"), .. withShares ? [Share(Cpu, CpuOf)] : ImmutableArray<string>.Empty,
            Figure(Memory / Mebi, "Mi"), .. withShares ? [Share(Memory, MemoryOf)] : ImmutableArray<string>.Empty,
        ];

        // One container whose use is not known makes the sum unknown, and not smaller.
        private static decimal? Sum(JsonObject it, string what) =>
            it.Items("containers").Aggregate((decimal?)0, (sum, container) => sum + Quantity.Read(container.Text("usage", what)));

        private static string Figure(decimal? value, string unit) =>
            value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(known):0}{unit}") : "<unknown>";

        private static string Share(decimal? part, decimal? whole) =>
            part is { } some && whole is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(some / whole.Value * 100):0}%") : "<unknown>";
    }
}
