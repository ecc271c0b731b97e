using System.Text;

namespace OpsConsole.Sandbox.Kubernetes.Discovery;

/// <summary>
/// As much of an OpenAPI document as kubectl looks into: which kinds take <c>dryRun</c> and <c>fieldValidation</c>. Older kubectl
/// rehearses nothing without it, and reads it as protocol buffers only.
/// </summary>
internal static class OpenApiDocument
{
    // Its own media type has a letter that the readers of the time refuse in an answer; bytes they take.
    public const string MediaType = "application/octet-stream";

    private static readonly string[] Parameters = ["dryRun", "fieldManager", "fieldValidation"];

    /// <summary>The fields by their numbers in gnostic's openapi_v2: swagger 1, info 2, paths 8.</summary>
    public static byte[] Bytes() => [
        .. Field(1, "2.0"),
        .. Field(2, [.. Field(1, "Kubernetes"), .. Field(2, "v1.36.2")]),
        .. Field(8, [.. Kinds.Served.SelectMany(kind => Field(2, [.. Field(1, PathOf(kind)), .. Field(2, Field(8, Operation(kind)))]))]),
    ];

    // The patch of a kind: its parameters (8) and, as an extension (13), which kind it is.
    private static byte[] Operation(ResourceKind kind) => [
        .. Parameters.SelectMany(name => Field(8, Field(1, Field(2, Field(3, [.. Field(2, "query"), .. Field(4, name)]))))),
        .. Field(13, [.. Field(1, "x-kubernetes-group-version-kind"),
            .. Field(2, Field(2, $"group: \"{kind.Group}\"\nkind: {kind.Kind}\nversion: {kind.Version}\n"))]),
    ];

    private static string PathOf(ResourceKind kind) => (kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}")
        + (kind.Namespaced ? "/namespaces/{namespace}" : "") + $"/{kind.Plural}/{{name}}";

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] content) => [.. Varint((uint)((number << 3) | 2)), .. Varint((uint)content.Length), .. content];

    private static IEnumerable<byte> Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
