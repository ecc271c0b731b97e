using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsConsole.Audit;

namespace OpsConsole.Remediation;

/// <summary>What a confirmation and an approval are bound to.</summary>
internal static class PlanHash
{
    /// <summary>SHA-256 over the canonical form of what would be done to what: 64 lower case hexadecimal digits.</summary>
    /// <param name="call">The action with its target and parameters.</param>
    /// <param name="state">What the target is.</param>
    public static string Of(RemedyCall call, TargetState state)
    {
        var content = new JsonObject
        {
            ["kind"] = call.Remedy.About.Kind,
            ["system"] = call.Request.System,
            ["target"] = call.Target.Key,
            ["parameters"] = Group(call.Parameters),
            ["uid"] = state.Uid,
            ["facts"] = Group(state.Facts),
        };

        // Only text that is no text (half a character) has no canonical form; nothing that was read holds any.
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(content).Value)));
    }

    private static JsonObject Group(ImmutableSortedDictionary<string, string> texts) =>
        new(texts.Select(text => KeyValuePair.Create<string, JsonNode?>(text.Key, text.Value)));
}
