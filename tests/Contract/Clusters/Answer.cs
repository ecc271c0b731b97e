using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Contract.Clusters;

/// <summary>What a server answered, as it came.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The response's headers.</param>
/// <param name="ContentType">The media type, without its parameters.</param>
/// <param name="Text">The body.</param>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, string ContentType, string Text)
{
    /// <summary>The body as JSON; an error need not be.</summary>
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new JsonException($"null instead of an object ({this})");

    /// <summary>The reason of a Status; null when it has none.</summary>
    public string? Reason => Json["reason"]?.GetValue<string>();

    public string Message => Json["message"]?.GetValue<string>() ?? "";

    /// <summary>The causes of a Status: reason, field, message.</summary>
    public IReadOnlyList<(string? Reason, string? Field, string? Message)> Causes =>
        [.. (Json["details"]?["causes"]?.AsArray() ?? []).Select(cause =>
            (cause!["reason"]?.GetValue<string>(), cause["field"]?.GetValue<string>(), cause["message"]?.GetValue<string>()))];

    /// <summary>The answer itself, once it has this status.</summary>
    public Answer Expect(int status)
    {
        Assert.True(Status == status, $"expected {status}, got {this}");
        return this;
    }

    /// <summary>The answer itself, once it is a Status with this code and reason.</summary>
    public Answer Expect(int status, string? reason)
    {
        Expect(status);
        Assert.Equal(("Status", "Failure", reason, status),
            (Json["kind"]?.GetValue<string>(), Json["status"]?.GetValue<string>(), Reason, Json["code"]?.GetValue<int>()));
        return this;
    }

    public override string ToString() => $"{Status} {ContentType}: {Text[..Math.Min(Text.Length, 600)]}";
}
