using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Names: what they may be made of, and how one is made from a prefix.</summary>
internal static partial class ObjectNames
{
    private const int MostAnnotationBytes = 262144;

    /// <summary>The name a new object gets, or why it gets none.</summary>
    public static (string Name, ApiStatus? Refusal) Of(ResourceKind kind, JsonObject body)
    {
        var name = body["metadata"]?["name"]?.ToString() ?? "";
        var prefix = body["metadata"]?["generateName"]?.ToString() ?? "";
        if (name.Length == 0 && prefix.Length > 0) name = prefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        if (name.Length == 0)
            return (name, ApiStatus.Invalid(kind, "", [new("FieldValueRequired", "Required value: name or generateName is required", "metadata.name")]));
        var causes = new List<Cause>();
        if (!Subdomain().IsMatch(name) || name.Length > 253)
            causes.Add(new("FieldValueInvalid", $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                + "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                + @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')", "metadata.name"));
        if (AnnotationBytes(body) > MostAnnotationBytes)
            causes.Add(new("FieldValueTooLong", $"Too long: may not be more than {MostAnnotationBytes} bytes", "metadata.annotations"));
        return (name, causes.Count == 0 ? null : ApiStatus.Invalid(kind, name, causes));
    }

    private static int AnnotationBytes(JsonObject body) =>
        body["metadata"]?["annotations"] is JsonObject all ? all.Sum(a => a.Key.Length + (a.Value?.ToString().Length ?? 0)) : 0;

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Subdomain();
}
