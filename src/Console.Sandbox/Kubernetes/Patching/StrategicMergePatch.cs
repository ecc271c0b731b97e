using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Patching;

/// <summary>
/// Kubernetes' own merge: like a merge patch, but lists whose items have a key are merged item by item, and directives
/// (<c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c>) say what else to do.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";

    // By the list's name within its parent, as the real API's types are tagged; a list that is not here is replaced whole.
    private static readonly Dictionary<string, string> MergeKeys = new()
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["imagePullSecrets"] = "name",
        ["ports"] = "containerPort",
        ["volumeMounts"] = "mountPath",
        ["volumeDevices"] = "devicePath",
        ["conditions"] = "type",
        ["addresses"] = "type",
        ["taints"] = "key",
        ["hostAliases"] = "ip",
        ["podIPs"] = "ip",
        ["ownerReferences"] = "uid",
        ["topologySpreadConstraints"] = "topologyKey",
        ["secrets"] = "name",
    };

    // Lists of plain values whose items are added instead of replaced.
    private static readonly HashSet<string> Sets = ["finalizers"];

    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        switch (patch[Directive]?.ToString())
        {
            case "replace":
                return Without((JsonObject)patch.DeepClone(), Directive);
            case "delete":
                return [];
        }
        var merged = (JsonObject)target.DeepClone();
        if (patch[RetainKeys] is JsonArray retained)
            foreach (var name in merged.Select(p => p.Key).Where(k => !retained.Any(r => r?.ToString() == k)).ToList()) merged.Remove(name);
        foreach (var (name, value) in patch) Set(merged, name, value);
        return merged;
    }

    private static void Set(JsonObject merged, string name, JsonNode? value)
    {
        if (name is Directive or RetainKeys || name.StartsWith(ElementOrder, StringComparison.Ordinal)) return;
        if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
        {
            if (merged[name[DeleteFromList.Length..]] is JsonArray list && value is JsonArray gone)
                foreach (var item in list.Where(i => gone.Any(g => JsonNode.DeepEquals(g, i))).ToList()) list.Remove(item);
            return;
        }
        switch (value)
        {
            case null:
                merged.Remove(name);
                break;
            case JsonObject inner when inner[Directive]?.ToString() == "delete":
                merged.Remove(name);
                break;
            case JsonObject inner:
                merged[name] = Apply(merged[name] as JsonObject ?? [], inner);
                break;
            case JsonArray items:
                merged[name] = MergeList(name, merged[name] as JsonArray ?? [], items);
                break;
            default:
                merged[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray MergeList(string name, JsonArray current, JsonArray patch)
    {
        var replace = patch.OfType<JsonObject>().Any(i => i[Directive]?.ToString() == "replace" && i.Count == 1);
        var items = patch.Where(i => i is not JsonObject { Count: 1 } directive || directive[Directive]?.ToString() != "replace").ToList();
        if (Sets.Contains(name) && !replace)
            return [.. current.Select(i => i?.DeepClone()), .. items.Where(i => !current.Any(c => JsonNode.DeepEquals(c, i))).Select(i => i?.DeepClone())];
        if (replace || !MergeKeys.TryGetValue(name, out var key) || items.Any(i => i is not JsonObject))
            return [.. items.Select(i => i?.DeepClone())];
        var merged = current.Select(i => i?.DeepClone()).ToList();
        foreach (var item in items.Cast<JsonObject>()) MergeItem(merged, item, key);
        return [.. merged];
    }

    private static void MergeItem(List<JsonNode?> merged, JsonObject item, string key)
    {
        var place = merged.FindIndex(m => m is JsonObject it && JsonNode.DeepEquals(it[key], item[key]));
        if (item[Directive]?.ToString() == "delete")
        {
            if (place >= 0) merged.RemoveAt(place);
        }
        else if (place < 0) merged.Add(Without((JsonObject)item.DeepClone(), Directive));
        else merged[place] = Apply((JsonObject)merged[place]!, item);
    }

    private static JsonObject Without(JsonObject it, string name)
    {
        it.Remove(name);
        return it;
    }
}
