using System.Collections.Immutable;
using System.Text.Json;

namespace OpsConsole.SignIn.Oidc;

/// <summary>Reads claims as providers write them.</summary>
internal static class Claims
{
    /// <summary>A claim that is a text; null when it is missing or something else.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="name">The name; <c>a.b</c> looks for b inside a when there is no claim of the whole name.</param>
    public static string? Text(JsonElement claims, string name) =>
        Find(claims, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A claim that is a list of texts, or one text.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="name">The name.</param>
    /// <returns>The texts; null when there is no such claim, or a problem when it is something else.</returns>
    public static Result<ImmutableArray<string>>? Texts(JsonElement claims, string name) => Find(claims, name) switch
    {
        null when IsElsewhere(claims, name) => new Problem(name, "the provider keeps them elsewhere, because they are too many for a token"),
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } one => ImmutableArray.Create(one.GetString()!),
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String) =>
            list.EnumerateArray().Select(one => one.GetString()!).Where(one => one.Length > 0).Distinct().ToImmutableArray(),
        _ => new Problem(name, "is no list of texts"),
    };

    private static JsonElement? Find(JsonElement claims, string name)
    {
        if (claims.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (claims.TryGetProperty(name, out var whole))
        {
            return whole;
        }

        return name.Split('.', 2) is [var outer, var inner] && claims.TryGetProperty(outer, out var inside) ? Find(inside, inner) : null;
    }

    // Claims that are too many are replaced by a hint where to ask (OpenID Connect Core 1.0, 5.6.2).
    private static bool IsElsewhere(JsonElement claims, string name) =>
        claims.TryGetProperty("_claim_names", out var names) && names.ValueKind is JsonValueKind.Object && names.TryGetProperty(name, out _);
}
