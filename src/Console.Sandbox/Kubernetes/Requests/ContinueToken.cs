using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Where the next page of a list begins: after a key, in the state of a version (-1: in today's).</summary>
internal sealed record ContinueToken(long Version, ObjectKey After)
{
    public const long Today = -1;

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["v"] = "meta.k8s.io/v1",
        ["rv"] = Version,
        ["start"] = $"{After.Namespace}/{After.Name}\0",
    }.ToJsonString()));

    public static ContinueToken? Parse(string text)
    {
        try
        {
            var read = JsonNode.Parse(Base64Url.DecodeFromChars(text)) as JsonObject;
            return read?["rv"] is { } version && read["start"]?.GetValue<string>().TrimEnd('\0').Split('/') is [var inNamespace, var name]
                ? new(version.GetValue<long>(), new(inNamespace, name)) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
