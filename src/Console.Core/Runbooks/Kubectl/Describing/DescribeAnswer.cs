using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Answers <c>kubectl describe</c>.</summary>
internal static class DescribeAnswer
{
    private const int MostObjects = 20;

    /// <summary>The answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="scope">Where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<KubectlOutput> AnswerAsync(Describe question, ClusterScope scope, CancellationToken cancellation)
    {
        var read = await Task.WhenAll(scope.Namespaces.Select(async space =>
        {
            var asked = new ObjectsAsked(question.Kind, space) { Name = question.Name, Selector = question.Selector };
            return (await scope.Cluster.ObjectsAsync(asked, scope.Who, cancellation).ConfigureAwait(false)).Objects;
        })).ConfigureAwait(false);
        var all = read.SelectMany(objects => objects).Select(ObjectCleaning.Clean).ToList();
        var shown = all.Take(MostObjects).ToList();
        var events = await Task.WhenAll(shown.Select(it => EventsAsync(question.Kind, it, scope, cancellation))).ConfigureAwait(false);
        return new()
        {
            Lines = [.. shown.Zip(events).SelectMany((it, at) => (at == 0 ? [] : (string[])[string.Empty, string.Empty]).Concat(ObjectDescription.Of(question.Kind, it.First, it.Second, scope.Now)))],
            Notes = all.Count > MostObjects ? [$"{MostObjects} of {all.Count} are described."] : all.Count == 0 ? ["No such objects were found."] : [],
        };
    }

    private static async Task<IReadOnlyList<JsonObject>> EventsAsync(KubectlKind kind, JsonObject it, ClusterScope scope, CancellationToken cancellation)
    {
        if (kind == KubectlKind.Events)
        {
            return [];
        }

        // By kind and name as well as by identity: the uid alone would be enough, but not every cluster selects by it.
        var (name, uid) = (it.Text("metadata", "name"), it.Text("metadata", "uid"));
        var asked = new ObjectsAsked(KubectlKind.Events, it.Text("metadata", "namespace")) { Fields = $"involvedObject.kind={kind.Kind},involvedObject.name={name}" };
        var events = (await scope.Cluster.ObjectsAsync(asked, scope.Who, cancellation).ConfigureAwait(false)).Objects;
        return [.. events.Where(one => kind == KubectlKind.Nodes || one.Text("involvedObject", "uid") is not { Length: > 0 } of || of == uid).OrderBy(ObjectDescription.LastSeen)];
    }
}
