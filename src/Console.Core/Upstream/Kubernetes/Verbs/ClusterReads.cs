using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Remediation;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Asks a cluster. Each question may be asked again by itself when that may help.</summary>
internal sealed class ClusterReads(SourceHttp http, KubernetesKinds kinds)
{
    /// <summary>One object as it is now.</summary>
    /// <param name="namespace">Its namespace; null for an object of the whole cluster.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">It was not given. Missing: it does not exist.</exception>
    public Task<T> GetAsync<T>(string? @namespace, string name, CancellationToken cancellation)
        where T : class, IClusterObject
    {
        var kind = kinds.Of<T>();
        return AskAsync(kind.Path(@namespace, name), kind.ReadAsync, cancellation);
    }

    /// <summary>All objects of a kind as they are now.</summary>
    /// <param name="namespace">Their namespace; null for the whole cluster.</param>
    /// <param name="filter">Which of them; the cluster selects.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">They were not given.</exception>
    public async Task<ImmutableArray<T>> ListAsync<T>(string? @namespace, ListFilter filter, CancellationToken cancellation)
        where T : class, IClusterObject
    {
        var kind = kinds.Of<T>();
        Task<(List<T> Items, string Place)> ReadAsync() => ListPages.ReadAsync(http, kind, kind.Path(@namespace), filter.AsQuery(), cancellation);
        try
        {
            return [.. (await ReadAsync().ConfigureAwait(false)).Items];
        }
        catch (UpstreamException e) when (e.Fault is UpstreamFault.Gone)
        {
            // Half of an old list and half of a new one is no list.
            return [.. (await ReadAsync().ConfigureAwait(false)).Items];
        }
    }

    /// <summary>How many replicas a workload should have and has.</summary>
    public Task<ScaleStatus> ScaleAsync<T>(string @namespace, string name, CancellationToken cancellation)
        where T : PodController => AskAsync($"{kinds.Of<T>().Path(@namespace, name)}/scale", ScaleOfAsync, cancellation);

    /// <summary>Whether the person, or the console itself, may do something.</summary>
    public async Task<AccessAnswer> MayAsync(AccessQuestion question, ActAs? person, CancellationToken cancellation) =>
        (await ReviewAsync("apis/authorization.k8s.io/v1/selfsubjectaccessreviews", question.AsReview(), KubernetesJson.Default.AccessReviewDto, person, cancellation)
            .ConfigureAwait(false)).AsAnswer();

    /// <summary>All that the console itself may do in a namespace, as far as the cluster can list it.</summary>
    public async Task<GrantedRights> GrantedAsync(string @namespace, CancellationToken cancellation) =>
        (await ReviewAsync(RulesReview.Path, RulesReview.For(@namespace), KubernetesJson.Default.RulesReviewDto, null, cancellation).ConfigureAwait(false))
            .AsGranted() ?? throw Nothing();

    /// <summary>The version in which this cluster takes evictions: its list of resources says so; clusters before 1.22 know the older one only.</summary>
    public async Task<string> EvictionVersionAsync(CancellationToken cancellation)
    {
        var resources = await AskAsync("api/v1", (body, attempt) =>
            JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.ResourceListDto, attempt), cancellation).ConfigureAwait(false);
        return resources?.Resources?.Find(it => it.Name == "pods/eviction") is { Group.Length: > 0, Version.Length: > 0 } eviction
            ? $"{eviction.Group}/{eviction.Version}"
            : "policy/v1";
    }

    /// <summary>Reads a Scale.</summary>
    public static async ValueTask<ScaleStatus> ScaleOfAsync(Stream body, CancellationToken cancellation) =>
        (await JsonSerializer.DeserializeAsync(body, KubernetesJson.Default.ScaleDto, cancellation).ConfigureAwait(false))?.AsScale() is { ResourceVersion.Length: > 0 } scale
            ? scale
            : throw new JsonException("a Scale without a resourceVersion");

    // Sent like a write, but it leaves nothing behind: so it may be asked again.
    private async Task<T> ReviewAsync<T>(string path, JsonObject review, JsonTypeInfo<T> form, ActAs? person, CancellationToken cancellation)
        where T : class
    {
        var body = Encoding.UTF8.GetBytes(review.ToJsonString());
        HttpRequestMessage Ask()
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            var request = new HttpRequestMessage(HttpMethod.Post, $"{path}?{ListPages.Timeout(http)}") { Content = content };
            person?.Sign(request);
            return request;
        }

        return await http.ReadAsync(Ask, (answer, attempt) => JsonSerializer.DeserializeAsync(answer, form, attempt), cancellation).ConfigureAwait(false) ?? throw Nothing();
    }

    private UpstreamException Nothing() => http.Source.Failure(UpstreamFault.Unreadable, "answered a question about rights with nothing");

    private Task<T> AskAsync<T>(string path, Func<Stream, CancellationToken, ValueTask<T>> read, CancellationToken cancellation) =>
        http.ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, $"{path}?{ListPages.Timeout(http)}"), read, cancellation);
}

/// <summary>Which objects of a list.</summary>
/// <param name="Labels">A label selector, as kubectl writes it; null for all.</param>
/// <param name="Fields">A field selector; null for all.</param>
internal sealed record ListFilter(string? Labels, string? Fields)
{
    public static ListFilter All { get; } = new(null, null);

    public string AsQuery() => $"{Term("labelSelector", Labels)}{Term("fieldSelector", Fields)}";

    private static string Term(string name, string? value) => string.IsNullOrEmpty(value) ? string.Empty : $"&{name}={Uri.EscapeDataString(value)}";
}

internal sealed class ResourceListDto
{
    public List<ResourceDto>? Resources { get; set; }
}

internal sealed class ResourceDto
{
    public string? Name { get; set; }

    public string? Group { get; set; }

    public string? Version { get; set; }
}
