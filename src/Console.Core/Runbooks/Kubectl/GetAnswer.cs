using System.Collections.Immutable;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Answers <c>kubectl get</c>.</summary>
internal static class GetAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="scope">Where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task<KubectlOutput> AnswerAsync(Get question, ClusterScope scope, CancellationToken cancellation) =>
        question.Form is GetForm.Yaml or GetForm.Json ? ObjectsAsync(question, scope, cancellation) : RowsAsync(question, scope, cancellation);

    /// <summary>What was asked for, in one namespace.</summary>
    private static ObjectsAsked Asked(Get question, string? space) => new(question.Kind, space) { Name = question.Name, Selector = question.Selector, Fields = question.Fields };

    private static async Task<KubectlOutput> RowsAsync(Get question, ClusterScope scope, CancellationToken cancellation)
    {
        var carry = question.SortBy is not null ? RowsCarry.Object : question.ShowLabels || question.Form is GetForm.Name ? RowsCarry.Metadata : RowsCarry.None;
        var read = await Task.WhenAll(scope.Namespaces.Select(async space =>
            (Space: space, Rows: await scope.Cluster.RowsAsync(Asked(question, space), carry, scope.Who, cancellation).ConfigureAwait(false)))).ConfigureAwait(false);
        var rows = read.SelectMany(part => part.Rows.Rows.Select(row => (part.Space, Row: row)));
        if (question.SortBy is { } path)
        {
            rows = rows.OrderBy(it => path.In(it.Row.Object), Comparer<System.Text.Json.Nodes.JsonNode?>.Create(FieldPath.Compare));
        }

        var unread = read.Sum(part => part.Rows.All - part.Rows.Rows.Length);
        var output = new KubectlOutput { Unread = unread, Notes = Notes(question, scope, read.All(part => part.Rows.IsWhole)) };
        if (question.Form is GetForm.Name)
        {
            return output with { Lines = [.. rows.Select(it => $"{question.Kind.Prefix}/{it.Row.Object.Text("metadata", "name")}")] };
        }

        var columns = read.Select(part => part.Rows.Columns).FirstOrDefault(columns => !columns.IsEmpty, [new ClusterColumn("Name", false)]);
        var shown = Enumerable.Range(0, columns.Length).Where(at => question.Form is GetForm.Wide || !columns[at].IsWide).ToList();
        return output with
        {
            Columns =
            [
                .. question.InAll && question.Kind.IsNamespaced ? ["NAMESPACE"] : ImmutableArray<string>.Empty,
                .. shown.Select(at => columns[at].Name.ToUpperInvariant()),
                .. question.ShowLabels ? ["LABELS"] : ImmutableArray<string>.Empty,
            ],
            Rows = [.. rows.Select(it => Row(question, it.Space, it.Row, shown))],
        };
    }

    private static ImmutableArray<string> Row(Get question, string? space, ClusterRow row, List<int> shown) =>
    [
        .. question.InAll && question.Kind.IsNamespaced ? [space ?? string.Empty] : ImmutableArray<string>.Empty,
        .. shown.Select(at => at < row.Cells.Length ? row.Cells[at] : string.Empty),
        .. question.ShowLabels ? [Labels(row)] : ImmutableArray<string>.Empty,
    ];

    private static string Labels(ClusterRow row) =>
        string.Join(',', row.Object.Fields("metadata", "labels").Select(label => $"{label.Key}={label.Value}")) is { Length: > 0 } labels ? labels : "<none>";

    private static async Task<KubectlOutput> ObjectsAsync(Get question, ClusterScope scope, CancellationToken cancellation)
    {
        var read = await Task.WhenAll(scope.Namespaces.Select(space =>
            scope.Cluster.ObjectsAsync(Asked(question, space), scope.Who, cancellation))).ConfigureAwait(false);
        var objects = read.SelectMany(part => part.Objects).Select(ObjectCleaning.Clean);
        if (question.SortBy is { } path)
        {
            objects = objects.OrderBy(path.In, Comparer<System.Text.Json.Nodes.JsonNode?>.Create(FieldPath.Compare));
        }

        var all = objects.ToList();
        var node = question.Name is not null && all is [var one] ? one : ObjectText.List(all);
        var isYaml = question.Form is GetForm.Yaml;
        return new()
        {
            Lines = isYaml ? ObjectText.Yaml(node) : ObjectText.Json(node),
            Language = isYaml ? "yaml" : "json",
            Notes = Notes(question, scope, read.All(part => part.IsWhole)),
        };
    }

    private static ImmutableArray<string> Notes(Get question, ClusterScope scope, bool isWhole) =>
    [
        .. question.InAll && question.Kind.IsNamespaced ? [$"Of the namespaces of {scope.System.Title}: {string.Join(", ", scope.System.Namespaces)}."] : ImmutableArray<string>.Empty,
        .. isWhole ? ImmutableArray<string>.Empty : ["The cluster has more than was read."],
    ];
}
