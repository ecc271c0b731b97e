using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>A kind of object: where it is served and how it is read.</summary>
/// <typeparam name="T">What it is to the console.</typeparam>
internal abstract class KubernetesKind<T>(string groupVersion, string plural)
    where T : class, IClusterObject
{
    /// <summary>For example <c>policy/v1</c>; <c>v1</c> for what has no group.</summary>
    public string GroupVersion => groupVersion;

    /// <summary>For example <c>pods</c>.</summary>
    public string Plural => plural;

    /// <summary>Whether its objects are in namespaces.</summary>
    public bool Namespaced { get; init; } = true;

    /// <summary>Whether it may be missing in a cluster: its core is there always, and a 404 for that means a wrong address.</summary>
    public bool MayBeMissing => GroupVersion.Contains('/', StringComparison.Ordinal);

    /// <summary>The collection's path, below the cluster's address.</summary>
    /// <param name="namespace">The namespace; null for the whole cluster.</param>
    public string Path(string? @namespace)
    {
        var root = MayBeMissing ? $"apis/{GroupVersion}" : $"api/{GroupVersion}";
        return @namespace is null ? $"{root}/{Plural}"
            : Namespaced ? $"{root}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}"
            : throw new ArgumentException($"{Plural} are in no namespace; ask for those of the whole cluster", nameof(@namespace));
    }

    /// <summary>One object's path.</summary>
    /// <param name="namespace">Its namespace; null for an object of the whole cluster.</param>
    /// <param name="name">Its name.</param>
    public string Path(string? @namespace, string name) => $"{Path(@namespace)}/{Uri.EscapeDataString(name)}";

    /// <summary>Reads an object, from where the reader stands to its end.</summary>
    public abstract T Read(ref Utf8JsonReader json);

    /// <summary>Reads one object.</summary>
    public abstract ValueTask<T> ReadAsync(Stream body, CancellationToken cancellation);

    /// <summary>Reads a page of a list.</summary>
    public abstract ValueTask<ListPage<T>> ReadPageAsync(Stream body, CancellationToken cancellation);
}

/// <summary>A page of a list.</summary>
/// <param name="Items">Its objects.</param>
/// <param name="Place">The list's resourceVersion.</param>
/// <param name="Continue">The token of the next page; null for the last.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, string Place, string? Continue);

/// <summary>A kind with its form on the wire.</summary>
internal sealed class KubernetesKind<TDto, T>(
    string groupVersion, string plural, JsonTypeInfo<ListDto<TDto>> list, JsonTypeInfo<TDto> one, Func<TDto, T> map) : KubernetesKind<T>(groupVersion, plural)
    where TDto : ObjectDto
    where T : class, IClusterObject
{
    public override T Read(ref Utf8JsonReader json) => Of(JsonSerializer.Deserialize(ref json, one));

    public override async ValueTask<T> ReadAsync(Stream body, CancellationToken cancellation) =>
        Of(await JsonSerializer.DeserializeAsync(body, one, cancellation).ConfigureAwait(false));

    public override async ValueTask<ListPage<T>> ReadPageAsync(Stream body, CancellationToken cancellation)
    {
        var page = await JsonSerializer.DeserializeAsync(body, list, cancellation).ConfigureAwait(false);
        return page?.Metadata?.ResourceVersion is { Length: > 0 } place
            ? new([.. (page.Items ?? []).Select(Of)], place, SharedParts.Given(page.Metadata.Continue))
            : throw new JsonException("a list without a resourceVersion");
    }

    private T Of(TDto? it) => it?.Metadata is { Name.Length: > 0, ResourceVersion.Length: > 0 }
        ? map(it)
        : throw new JsonException($"an object of {Plural} without a name or a resourceVersion");
}
