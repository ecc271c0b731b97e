using System.Buffers;
using System.Text.Json;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What a line of a watch says.</summary>
internal abstract record WatchLine<T>
    where T : class, IClusterObject
{
    /// <summary>An object is new or changed.</summary>
    public sealed record Put(T Item) : WatchLine<T>;

    /// <summary>An object is gone, or no longer fits.</summary>
    public sealed record Gone(T Item) : WatchLine<T>;

    /// <summary>Nothing else changed up to this place. Its object is all but empty, and must not enter the content.</summary>
    public sealed record Bookmark(string Place) : WatchLine<T>;

    /// <summary>The watch failed, inside an answer that is a success.</summary>
    public sealed record Error(KubernetesStatus Status) : WatchLine<T>;

    /// <summary>Reads a line in one pass, as long as the type stands before the object, which it does.</summary>
    public static WatchLine<T> Read(ReadOnlySequence<byte> line, KubernetesKind<T> kind)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("a line of a watch that is no object");
        }

        string? type = null;
        WatchLine<T>? told = null;
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                type = json.GetString();
            }
            else if (json.ValueTextEquals("object"u8))
            {
                json.Read();
                told = Read(type, ref json, kind);
            }
            else
            {
                json.Skip();
            }
        }

        return told ?? throw new JsonException("a line of a watch without an object");
    }

    private static WatchLine<T> Read(string? type, ref Utf8JsonReader json, KubernetesKind<T> kind) => type switch
    {
        "ADDED" or "MODIFIED" => new Put(kind.Read(ref json)),
        "DELETED" => new Gone(kind.Read(ref json)),
        "BOOKMARK" => new Bookmark(JsonSerializer.Deserialize(ref json, KubernetesJson.Default.BookmarkDto)?.Metadata?.ResourceVersion is { Length: > 0 } place
            ? place
            : throw new JsonException("a bookmark without a resourceVersion")),
        "ERROR" => new Error((JsonSerializer.Deserialize(ref json, KubernetesJson.Default.StatusDto) ?? new()).AsStatus(0, null)),
        _ => throw new JsonException($"a change of a kind nobody knows: {type ?? "none, or only after its object"}"),
    };
}
