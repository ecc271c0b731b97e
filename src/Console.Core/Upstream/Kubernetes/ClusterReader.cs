using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Remediation;
using OpsConsole.Runbooks.Kubectl;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Asks a cluster what kubectl would ask: the same paths, the same forms.</summary>
/// <param name="http">The cluster.</param>
/// <param name="reads">Other questions to it.</param>
/// <param name="clock">The time.</param>
internal sealed class ClusterReader(SourceHttp http, ClusterReads reads, TimeProvider clock) : IClusterReader
{
    private const string Tables = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private const string Plain = "application/json";
    private const int Page = 500;
    private const int MostPages = 10;
    private const long LongestAnswer = 16_000_000;

    // A name that stands twice would be read as the one or the other, as it suits: such an answer is none.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <inheritdoc/>
    public string Name => http.Source.Name;

    /// <inheritdoc/>
    public async Task<ClusterRows> RowsAsync(ObjectsAsked asked, RowsCarry carry, ActingAs who, CancellationToken cancellation)
    {
        var (columns, rows) = (ImmutableArray<ClusterColumn>.Empty, ImmutableArray.CreateBuilder<ClusterRow>());
        var left = await PagesAsync(asked, $"{Tables},{Plain}", $"&includeObject={carry}", who, page =>
        {
            var (theirs, found) = page.Text("kind") == "Table" ? TableOf(page) : PlainRows(page);
            columns = columns.IsEmpty ? theirs : columns;
            rows.AddRange(found);
        }, cancellation).ConfigureAwait(false);
        return new(columns, rows.ToImmutable(), rows.Count + (left ?? 0), left is null);
    }

    /// <inheritdoc/>
    public async Task<ClusterObjects> ObjectsAsync(ObjectsAsked asked, ActingAs who, CancellationToken cancellation)
    {
        var objects = ImmutableArray.CreateBuilder<JsonObject>();
        var left = await PagesAsync(asked, Plain, string.Empty, who, page => objects.AddRange(Objects(page, asked)), cancellation).ConfigureAwait(false);
        return new(objects.ToImmutable(), left is null);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LogLine> LogAsync(LogQuery query, ActingAs who, CancellationToken cancellation) =>
        PodLog.ReadAsync(http, query, ActingPerson.Of(Name, who), cancellation);

    /// <inheritdoc/>
    public async Task<ClusterRight> MayAsync(ClusterRightQuestion question, ActingAs who, CancellationToken cancellation)
    {
        var asked = new AccessQuestion(question.Verb, question.Group, question.Resource)
        {
            Subresource = question.Subresource,
            Namespace = question.Namespace,
            Name = question.Name,
        };
        var answer = await reads.MayAsync(asked, ActingPerson.Of(Name, who), cancellation).ConfigureAwait(false);
        return new(question, answer.Allowed, answer.Reason);
    }

    /// <summary>Reads page by page; an older version of the group is asked where the newer is not served.</summary>
    /// <returns>How many objects were left unread, as far as the cluster tells; null when none were.</returns>
    private async Task<int?> PagesAsync(
        ObjectsAsked asked, string accept, string terms, ActingAs who, Action<JsonObject> take, CancellationToken cancellation)
    {
        var person = ActingPerson.Of(Name, who);
        var version = 0;
        for (var (pages, token) = (0, (string?)null); ;)
        {
            JsonObject page;
            try
            {
                page = await PageAsync(Path(asked, version, terms, token), accept, person, cancellation).ConfigureAwait(false);
            }
            catch (UpstreamException e) when (e is { Fault: UpstreamFault.Missing, Kubernetes.Reason: null } && version + 1 < asked.Kind.Versions.Length)
            {
                // No Status: it is the path that is not served, and not the object that is missing.
                version++;
                continue;
            }

            take(page);
            token = page.Text("metadata", "continue") is { Length: > 0 } next ? next : null;
            if (token is null || ++pages == MostPages)
            {
                return token is null ? null : (int)Math.Min(int.MaxValue / 2, Math.Max(0, page.Number("metadata", "remainingItemCount")));
            }
        }
    }

    private Task<JsonObject> PageAsync(string path, string accept, ActAs? person, CancellationToken cancellation)
    {
        HttpRequestMessage Ask()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd(accept);
            person?.Sign(request);
            return request;
        }

        return http.ReadAsync(Ask, async (body, attempt) =>
        {
            await using var limited = new LimitedStream(body, LongestAnswer, http.Source);
            return await JsonNode.ParseAsync(limited, null, Strict, attempt).ConfigureAwait(false) as JsonObject ?? throw new JsonException("no object");
        }, cancellation);
    }

    private string Path(ObjectsAsked asked, int version, string terms, string? token)
    {
        var kind = asked.Kind;
        var root = kind.Group.Length == 0 ? $"api/{kind.Versions[version]}" : $"apis/{kind.Group}/{kind.Versions[version]}";
        var space = asked.Namespace is { } name && kind.IsNamespaced ? $"/namespaces/{Uri.EscapeDataString(name)}" : string.Empty;
        var collection = $"{root}{space}/{kind.Plural}";
        var query = $"{ListPages.Timeout(http)}{terms}";
        return asked.Name is { } one
            ? $"{collection}/{Uri.EscapeDataString(one)}?{query}"
            : $"{collection}?limit={Page}&{query}{new ListFilter(asked.Selector, asked.Fields).AsQuery()}{(token is null ? null : $"&continue={Uri.EscapeDataString(token)}")}";
    }

    private static List<JsonObject> Objects(JsonObject page, ObjectsAsked asked)
    {
        if (page.At("items") is null)
        {
            return asked.Name is null ? [] : [page];
        }

        // The objects of a list are of the list's kind, and do not say it again.
        var items = page.Items("items").ToList();
        foreach (var item in items)
        {
            item.TryAdd("apiVersion", page.Text("apiVersion"));
            item.TryAdd("kind", asked.Kind.Kind);
        }

        return items;
    }

    private static (ImmutableArray<ClusterColumn> Columns, IEnumerable<ClusterRow> Rows) TableOf(JsonObject page)
    {
        ImmutableArray<ClusterColumn> columns =
            [.. page.Items("columnDefinitions").Select(column => new ClusterColumn(column.Text("name") ?? string.Empty, column.Number("priority") > 0))];
        return (columns, page.Items("rows").Select(row => new ClusterRow(
            row.At("cells") is JsonArray cells ? [.. cells.Select(cell => cell?.ToString() ?? string.Empty)] : [], row.At("object") as JsonObject)));
    }

    private (ImmutableArray<ClusterColumn> Columns, IEnumerable<ClusterRow> Rows) PlainRows(JsonObject page)
    {
        var objects = page.At("items") is null ? [page] : page.Items("items");
        return ([new("Name", false), new("Age", false)], objects.Select(it => new ClusterRow(
            [it.Text("metadata", "name") ?? string.Empty, it.Time("metadata", "creationTimestamp") is { } at ? ObjectFields.Age(clock.GetUtcNow() - at) : "<unknown>"], it)));
    }
}
