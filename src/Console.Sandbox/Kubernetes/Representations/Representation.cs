using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Representations;

/// <summary>A list as it is answered: its version, where the next page begins, and what is on this one.</summary>
internal sealed record ListPage(string Version, IReadOnlyList<StoredObject> Items)
{
    public string? Continue { get; init; }

    public long? Remaining { get; init; }

    public JsonObject Metadata()
    {
        var metadata = new JsonObject { ["resourceVersion"] = Version };
        if (Continue is not null) metadata["continue"] = Continue;
        if (Remaining is not null) metadata["remainingItemCount"] = Remaining;
        return metadata;
    }
}

/// <summary>How objects are shown: whole, their metadata alone, or as the rows of a table.</summary>
internal abstract class Representation
{
    public abstract void WriteObject(IBufferWriter<byte> to, StoredObject it);

    public abstract void WriteList(IBufferWriter<byte> to, ListPage page);

    /// <summary>An object of the watched sort that holds nothing but a version.</summary>
    public abstract JsonObject Bookmark(JsonObject metadata);

    /// <summary>One line of a watch.</summary>
    public void WriteEvent(IBufferWriter<byte> to, string type, StoredObject it)
    {
        Text(to, "{\"type\":\"");
        Text(to, type);
        Text(to, "\",\"object\":");
        WriteObject(to, it);
        Text(to, "}\n");
    }

    protected static void Text(IBufferWriter<byte> to, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        to.Advance(length);
    }

    protected static void Json(IBufferWriter<byte> to, JsonNode it) => to.Write(StoredObject.Bytes(it));

    /// <summary>The metadata of an object, as it stands in its bytes.</summary>
    protected static string MetadataOf(StoredObject it) => it.Root.GetProperty("metadata").GetRawText();
}

/// <summary>The objects themselves.</summary>
internal sealed class WholeObjects(ResourceKind kind) : Representation
{
    public override void WriteObject(IBufferWriter<byte> to, StoredObject it)
    {
        var shown = In(kind, it);
        to.Write(kind.TypePrefix.Span);
        to.Write(shown.Utf8.Span[1..]);
    }

    public override void WriteList(IBufferWriter<byte> to, ListPage page)
    {
        Text(to, $"{{\"kind\":\"{kind.Kind}List\",\"apiVersion\":\"{kind.ApiVersion}\",\"metadata\":");
        Json(to, page.Metadata());
        Text(to, ",\"items\":[");
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0) Text(to, ",");
            to.Write(In(kind, page.Items[i]).Utf8.Span);
        }
        Text(to, "]}\n");
    }

    public override JsonObject Bookmark(JsonObject metadata)
    {
        var mark = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion, ["metadata"] = metadata };
        if (kind.Plural != "events") mark["spec"] = new JsonObject();
        if (kind.HasStatus) mark["status"] = new JsonObject();
        return mark;
    }

    /// <summary>An object in the form that was asked for.</summary>
    public static StoredObject In(ResourceKind kind, StoredObject it) => kind.StoredAs is null || it.Kind == kind ? it : new(kind, it.Key, kind.Convert(it.ToJson()));
}

/// <summary>PartialObjectMetadata: names, labels and owners without the rest.</summary>
internal sealed class MetadataOnly(string version) : Representation
{
    public override void WriteObject(IBufferWriter<byte> to, StoredObject it)
    {
        Text(to, $"{{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/{version}\",\"metadata\":");
        Text(to, MetadataOf(it));
        Text(to, "}");
    }

    public override void WriteList(IBufferWriter<byte> to, ListPage page)
    {
        Text(to, $"{{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/{version}\",\"metadata\":");
        Json(to, page.Metadata());
        Text(to, ",\"items\":[");
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0) Text(to, ",");
            WriteObject(to, page.Items[i]);
        }
        Text(to, "]}\n");
    }

    public override JsonObject Bookmark(JsonObject metadata) =>
        new() { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = $"meta.k8s.io/{version}", ["metadata"] = metadata };
}
