using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Patching;

/// <summary>RFC 6902: a list of operations, all or none.</summary>
internal static class JsonPatch
{
    /// <summary>Null when a test does not hold or an operation names what is not there.</summary>
    public static JsonNode? Apply(JsonNode target, JsonArray operations)
    {
        var root = target.DeepClone();
        foreach (var operation in operations)
            if (operation is not JsonObject it || !Do(ref root, it)) return null;
        return root;
    }

    private static bool Do(ref JsonNode root, JsonObject operation)
    {
        var path = Steps(operation["path"]);
        switch (operation["op"]?.ToString())
        {
            case "test":
                return TryFind(root, path, out var found) && JsonNode.DeepEquals(found, operation["value"]);
            case "remove":
                return Remove(root, path);
            case "add":
                return Put(ref root, path, operation["value"], insert: true);
            case "replace":
                return TryFind(root, path, out _) && Put(ref root, path, operation["value"], insert: false);
            case "move":
                return TryFind(root, Steps(operation["from"]), out var moved) && moved?.DeepClone() is var it
                    && Remove(root, Steps(operation["from"])) && Put(ref root, path, it, insert: true);
            case "copy":
                return TryFind(root, Steps(operation["from"]), out var copied) && Put(ref root, path, copied, insert: true);
            default:
                return false;
        }
    }

    private static string[] Steps(JsonNode? path) => path?.ToString() is { Length: > 0 } text && text[0] == '/'
        ? [.. text[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
        : [];

    private static bool TryFind(JsonNode? root, IEnumerable<string> path, out JsonNode? found)
    {
        found = root;
        foreach (var step in path)
            switch (found)
            {
                case JsonObject it when it.ContainsKey(step):
                    found = it[step];
                    break;
                case JsonArray list when Index(step, list.Count - 1) is { } index:
                    found = list[index];
                    break;
                default:
                    return false;
            }
        return true;
    }

    private static bool Remove(JsonNode root, string[] path)
    {
        if (path.Length == 0 || !TryFind(root, path[..^1], out var parent)) return false;
        if (parent is JsonObject it) return it.Remove(path[^1]);
        if (parent is not JsonArray list || Index(path[^1], list.Count - 1) is not { } index) return false;
        list.RemoveAt(index);
        return true;
    }

    private static bool Put(ref JsonNode root, string[] path, JsonNode? value, bool insert)
    {
        if (path.Length == 0)
        {
            if (value is null) return false;
            root = value.DeepClone();
            return true;
        }
        if (!TryFind(root, path[..^1], out var parent)) return false;
        if (parent is JsonObject it) it[path[^1]] = value?.DeepClone();
        else if (parent is not JsonArray list) return false;
        else if (!insert && Index(path[^1], list.Count - 1) is { } at) list[at] = value?.DeepClone();
        else if (insert && path[^1] == "-") list.Add(value?.DeepClone());
        else if (insert && Index(path[^1], list.Count) is { } before) list.Insert(before, value?.DeepClone());
        else return false;
        return true;
    }

    private static int? Index(string step, int highest) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= highest ? index : null;
}
