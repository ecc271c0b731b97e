using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Model;

/// <summary>One state of a workload's pod template. Of a Deployment each has a ReplicaSet, and the pods carry its hash.</summary>
internal sealed class Revision(string hash, JsonObject template, double since)
{
    public string Hash => hash;

    public JsonObject Template => template;

    /// <summary>The template as text, the same whatever order its fields came in: what tells one revision from another.</summary>
    public string Text { get; } = Ordered(template);

    /// <summary>Counts up; an older template that comes back gets a new number.</summary>
    public int Number { get; set; } = 1;

    /// <summary>How many pods its ReplicaSet should have.</summary>
    public int Replicas { get; set; }

    public double Since => since;

    public string Image => template["spec"]?["containers"]?[0]?["image"]?.GetValue<string>() ?? "";

    internal static string Ordered(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                text.Append('{');
                foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
                {
                    text.Append(name).Append(':');
                    Append(text, value);
                    text.Append(',');
                }
                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                foreach (var item in items)
                {
                    Append(text, item);
                    text.Append(',');
                }
                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
