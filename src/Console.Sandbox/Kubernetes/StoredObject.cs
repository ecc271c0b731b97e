using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>
/// An object as it was at one version. It never changes, and is kept as the bytes that are sent: a list of thousands copies and
/// serializes nothing.
/// </summary>
internal sealed class StoredObject
{
    /// <summary>Letters stay letters: these are answers of an API, not parts of a page.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public StoredObject(ResourceKind kind, ObjectKey key, JsonObject content)
    {
        (Kind, Key) = (kind, key);
        Utf8 = Bytes(content);
        Root = JsonDocument.Parse(Utf8).RootElement;
    }

    public ResourceKind Kind { get; }

    public ObjectKey Key { get; }

    /// <summary>The object without kind and apiVersion, as the items of a list are.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    public JsonElement Root { get; }

    public string Uid => Text("metadata", "uid") ?? "";

    public string ResourceVersion => Text("metadata", "resourceVersion") ?? "";

    /// <summary>A copy to change.</summary>
    public JsonObject ToJson() => JsonObject.Create(Root)!;

    public JsonElement? At(params ReadOnlySpan<string> path)
    {
        var here = Root;
        foreach (var step in path)
            if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(step, out here)) return null;
        return here;
    }

    /// <summary>A string's text, or a number or boolean as it is written; null when there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path) => At(path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
        _ => null,
    };

    public long Number(params ReadOnlySpan<string> path) =>
        At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    public static byte[] Bytes(JsonNode content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing)) content.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
