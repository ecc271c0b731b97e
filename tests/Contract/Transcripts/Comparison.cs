using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsConsole.Contract.Transcripts;

/// <summary>Holds an answer to the recorded one, by what matters in it, and writes down what differs.</summary>
internal sealed partial class Comparison(Names names)
{
    // Differ with every run; that they are there, and in which form, is compared.
    private static readonly HashSet<string> Fleeting =
    [
        "uid", "resourceVersion", "pod-template-hash", "controller-revision-hash", "creationTimestamp", "deletionTimestamp", "lastTransitionTime", "lastUpdateTime", "lastHeartbeatTime",
        "startTime", "startedAt", "finishedAt", "firstTimestamp", "lastTimestamp", "eventTime", "continue", "lastProbeTime",
    ];

    // Bookkeeping of the server's, or of the tool that made the recorded objects.
    private static readonly HashSet<string> Ignored =
        ["managedFields", "kubectl.kubernetes.io/last-applied-configuration", "selfLink", "description", "storageVersionHash"];

    private readonly List<string> differences = [];
    private bool isShortened;

    public IReadOnlyList<string> Differences => differences;

    /// <summary>Compares bodies.</summary>
    /// <param name="recorded">As it was.</param>
    /// <param name="actual">As it is here.</param>
    /// <param name="where">For the words of a difference.</param>
    public void Body(JsonNode? recorded, JsonNode? actual, string where)
    {
        if (recorded is not JsonObject was || actual is not JsonObject here)
        {
            Value(recorded, actual, where);
            return;
        }

        // A recorded object without its kind was cut down to what its note speaks of.
        isShortened = !was.ContainsKey("kind") || was.ContainsKey("(shortened)");
        var kind = Text(was["kind"]) ?? Text(here["kind"]) ?? "";
        if (kind.EndsWith("List", StringComparison.Ordinal) && Matters.Of(kind) is null && was["items"] is JsonArray items)
        {
            Same(Text(was["kind"]), Text(here["kind"]), $"{where}.kind");
            Same(Text(was["apiVersion"]), Text(here["apiVersion"]), $"{where}.apiVersion");
            Value(was["metadata"], here["metadata"], $"{where}.metadata");
            Items(items, here["items"] as JsonArray ?? [], kind[..^4], where);
        }
        else
        {
            Object(was, here, kind, where);
        }
    }

    public void Same(string? recorded, string? actual, string where)
    {
        if (recorded != actual)
        {
            differences.Add($"{where}: {actual ?? "nothing"} instead of {recorded ?? "nothing"}");
        }
    }

    private void Object(JsonObject was, JsonObject here, string kind, string where)
    {
        if (Matters.Of(kind) is not { } paths)
        {
            Value(was, here, where);
            return;
        }

        if (was["kind"] is not null)
        {
            Same(Text(was["kind"]), Text(here["kind"]), $"{where}.kind");
        }

        foreach (var path in paths)
        {
            var (first, second) = (At(was, path), At(here, path));
            if (first is not null || !(isShortened || IsCut(was) || (kind != "Table" && was["metadata"]?["uid"] is null)))
            {
                Member(path[(path.LastIndexOf('.') + 1)..], first, second, $"{where}.{path}");
            }
        }
    }

    private void Items(JsonArray was, JsonArray here, string kind, string where)
    {
        // A word among the items says how many were left out.
        var wanted = was.OfType<JsonObject>().Select(item => names.Here(Name(item))).Order(StringComparer.Ordinal).ToList();
        if (was.All(item => item is JsonObject))
        {
            Same(string.Join(' ', wanted), string.Join(' ', here.Select(Name).Order(StringComparer.Ordinal)), $"{where}.items");
        }

        foreach (var item in was.OfType<JsonObject>())
        {
            if (here.OfType<JsonObject>().FirstOrDefault(other => Name(other) == names.Here(Name(item))) is { } match)
            {
                Object(item, match, kind, $"{where}.items[{Name(match)}]");
            }
        }
    }

    private void Value(JsonNode? recorded, JsonNode? actual, string where)
    {
        switch (recorded, actual)
        {
            case (JsonObject was, JsonObject here):
                Members(was, here, where);
                break;
            case (JsonArray was, JsonArray here):
                Array(was, here, where);
                break;
            default:
                if (!IsSame(recorded, actual, where))
                {
                    differences.Add($"{where}: {Show(actual)} instead of {Show(recorded)}");
                }

                break;
        }
    }

    private void Members(JsonObject was, JsonObject here, string where)
    {
        var all = was.ToDictionary(member => names.Here(member.Key), member => member.Value);
        foreach (var key in all.Keys.Union(isShortened || IsCut(was) ? [] : here.Select(member => member.Key)))
        {
            if (!Ignored.Contains(key) && !key.StartsWith('('))
            {
                Member(key, all.GetValueOrDefault(key), here[key], $"{where}.{key}");
            }
        }
    }

    private void Member(string key, JsonNode? was, JsonNode? here, string where)
    {
        if (Fleeting.Contains(key))
        {
            Form(Text(was), Text(here), where);
        }
        else if (key == "namespace")
        {
            Same(Text(was) is { } ns ? names.NamespaceHere(ns) : null, Text(here), where);
        }
        else if (key == "message" && where.Contains(".causes[", StringComparison.Ordinal))
        {
            // A cause's words are Go's own: its reason and field are compared, and that there are any.
            Same(was is null ? null : "words", here is null ? null : "words", where);
        }
        else
        {
            Value(was, here, where);
        }
    }

    private void Array(JsonArray was, JsonArray here, string where)
    {
        if (was.Count != here.Count)
        {
            differences.Add($"{where}: {Show(here)} instead of {Show(was)}");
            return;
        }

        foreach (var (index, (first, second)) in was.Zip(here).Index())
        {
            // Conditions come in any order.
            var match = where.EndsWith(".conditions", StringComparison.Ordinal) && Text((first as JsonObject)?["type"]) is { } type
                ? here.OfType<JsonObject>().FirstOrDefault(other => Text(other["type"]) == type) ?? second
                : second;
            Value(first, match, $"{where}[{index}]");
        }
    }

    private bool IsSame(JsonNode? recorded, JsonNode? actual, string where)
    {
        if (recorded is null || actual is null)
        {
            // Nothing, null and an empty object are one and the same to every client.
            return IsEmpty(recorded) && IsEmpty(actual);
        }

        if (Text(recorded) is { } was && Text(actual) is { } here)
        {
            return names.Here(was) == here || (Timestamp().IsMatch(was) && Shape(was) == Shape(here))
                || (where.Contains(".cells[", StringComparison.Ordinal) && Place().Replace(names.Here(was), "") == Place().Replace(here, ""))
                || where.EndsWith("body.status.reason", StringComparison.Ordinal)
                || (where.EndsWith(".message", StringComparison.Ordinal) && !Spoken.Any(word => was.Contains(word, StringComparison.Ordinal)));
        }

        return JsonNode.DeepEquals(recorded, actual);
    }

    // Sentences that people read on a page, and that the sandbox says as a real server does; others are Go's own.
    private static readonly string[] Spoken =
        [" not found", " is forbidden:", "already exists", "cannot be fulfilled", "disruption budget", "impersonat", "could not find"];

    private void Form(string? was, string? here, string where) => Same(was is null ? null : Shape(was), here is null ? null : Shape(here), where);

    private static string Shape(string text) => Timestamp().IsMatch(text) ? Regex.Replace(text, @"\d", "0") : text.Length == 0 ? "" : "something";

    private static bool IsEmpty(JsonNode? node) => node is null || (node is JsonObject members && members.All(member => Ignored.Contains(member.Key)));

    private static bool IsCut(JsonObject node) => node.Any(member => member.Key.StartsWith('('));

    private static JsonNode? At(JsonObject node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (found, part) => (found as JsonObject)?[part]);

    private static string Name(JsonNode? item) => Text(item?["metadata"]?["name"]) ?? "";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Show(JsonNode? node) => node is null ? "nothing" : node.ToJsonString(Plain) is { Length: > 200 } text ? text[..200] + "..." : node.ToJsonString(Plain);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    private static partial Regex Timestamp();

    // In a table: an age, an address, a node.
    [GeneratedRegex(@"^(\d+[smhdy])+$|^<unknown>$|^\d+\.\d+\.\d+\.\d+$|^node-\w+$")]
    private static partial Regex Place();
}
