using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Writes objects as <c>kubectl -o yaml</c> and <c>-o json</c> do: names sorted, lists not indented, texts that look like something else in quotes.</summary>
internal static partial class ObjectText
{
    // As kubectl's JSON. It is shown as text, so nothing needs to be encoded for a page here.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of YAML.</summary>
    /// <param name="node">The object.</param>
    public static ImmutableArray<string> Yaml(JsonNode node)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return Lines(text.ToString());
    }

    /// <summary>The lines of JSON.</summary>
    /// <param name="node">The object.</param>
    public static ImmutableArray<string> Json(JsonNode node) => Lines(Sorted(node)!.ToJsonString(Indented));

    /// <summary>Several objects as kubectl holds them together.</summary>
    /// <param name="objects">The objects.</param>
    public static JsonObject List(IEnumerable<JsonObject> objects) => new()
    {
        ["apiVersion"] = "v1",
        ["items"] = new JsonArray([.. objects.Select(it => it.DeepClone())]),
        ["kind"] = "List",
        ["metadata"] = new JsonObject { ["resourceVersion"] = string.Empty },
    };

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject @object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, @object.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in @object.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    emitter.Emit(TextScalar(name));
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.String:
                emitter.Emit(TextScalar(value.GetValue<string>()));
                break;
            default:
                emitter.Emit(new Scalar(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static Scalar TextScalar(string text) => new(
        AnchorName.Empty, TagName.Empty, text,
        text.Length == 0 || LooksLikeAnother().IsMatch(text) ? ScalarStyle.DoubleQuoted : text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal : ScalarStyle.Any,
        isPlainImplicit: true, isQuotedImplicit: true);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject @object => new JsonObject(@object.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static ImmutableArray<string> Lines(string text) => [.. text.TrimEnd('\n').Split('\n')];

    // Null, truth, numbers of all writings and times.
    [GeneratedRegex(@"\A(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|<<|=|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN"
        + @"|[-+]?(?:0x[0-9a-fA-F_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)"
        + @"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?|[-+]?[0-9]+(?::[0-5]?[0-9])+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeAnother();
}
