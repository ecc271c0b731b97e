using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Representations;

/// <summary>What of the object itself a table's row carries.</summary>
internal enum RowObject
{
    Metadata,
    None,
    Object,
}

/// <summary>A Table, as kubectl get asks for it. A watch gives one for each event, and the columns only in the first.</summary>
internal sealed class TableRows(ResourceKind kind, string version, RowObject carries, TimeProvider clock) : Representation
{
    private readonly IReadOnlyList<Column> columns = TableColumns.Of(kind);
    private bool columnsSent;

    public override void WriteObject(IBufferWriter<byte> to, StoredObject it) =>
        Write(to, new() { ["resourceVersion"] = it.ResourceVersion }, [it]);

    public override void WriteList(IBufferWriter<byte> to, ListPage page) => Write(to, page.Metadata(), page.Items);

    public override JsonObject Bookmark(JsonObject metadata) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = $"meta.k8s.io/{version}",
        ["metadata"] = metadata,
        ["columnDefinitions"] = null,
        ["rows"] = new JsonArray(),
    };

    private void Write(IBufferWriter<byte> to, JsonObject metadata, IReadOnlyList<StoredObject> items)
    {
        using var writer = new Utf8JsonWriter(to, StoredObject.Writing);
        writer.WriteStartObject();
        writer.WriteString("kind", "Table");
        writer.WriteString("apiVersion", $"meta.k8s.io/{version}");
        writer.WritePropertyName("metadata");
        metadata.WriteTo(writer);
        WriteColumns(writer);
        writer.WriteStartArray("rows");
        var now = clock.GetUtcNow();
        foreach (var item in items) WriteRow(writer, item, now);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteColumns(Utf8JsonWriter writer)
    {
        if (columnsSent)
        {
            writer.WriteNull("columnDefinitions");
            return;
        }
        columnsSent = true;
        writer.WriteStartArray("columnDefinitions");
        foreach (var column in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Type);
            writer.WriteString("format", column.Name == "Name" ? "name" : "");
            writer.WriteString("description", column.Description);
            writer.WriteNumber("priority", column.Priority);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private void WriteRow(Utf8JsonWriter writer, StoredObject it, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("cells");
        foreach (var column in columns) WriteCell(writer, column.Cell(it, now));
        writer.WriteEndArray();
        writer.WritePropertyName("object");
        switch (carries)
        {
            case RowObject.Object:
                var whole = new ArrayBufferWriter<byte>();
                new WholeObjects(kind).WriteObject(whole, it);
                writer.WriteRawValue(whole.WrittenSpan, skipInputValidation: true);
                break;
            case RowObject.Metadata:
                writer.WriteRawValue($"{{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/{version}\",\"metadata\":{MetadataOf(it)}}}",
                    skipInputValidation: true);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
        writer.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case long number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(cell?.ToString() ?? "");
                break;
        }
    }
}

/// <summary>A column of a table. Priority 1 is what <c>-o wide</c> adds.</summary>
internal sealed record Column(string Name, Func<StoredObject, DateTimeOffset, object?> Cell)
{
    public string Type { get; init; } = "string";

    public int Priority { get; init; }

    public string Description { get; init; } = "";

    public static Column Wide(string name, Func<StoredObject, object?> cell) => new(name, (it, _) => cell(it)) { Priority = 1 };

    public static Column Text(string name, Func<StoredObject, object?> cell) => new(name, (it, _) => cell(it));

    public static Column Count(string name, params string[] path) => new(name, (it, _) => it.Number(path)) { Type = "integer" };
}
