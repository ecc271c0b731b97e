using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsConsole.Contract.Transcripts;

/// <summary>
/// What the recorded names, ids and versions are called here. Namespaces are given; the rest is learned from what the server
/// answers in the recorded value's place.
/// </summary>
internal sealed partial class Names
{
    private const long Future = 1_000_000;
    private readonly Dictionary<string, string> namespaces = [];
    private readonly Dictionary<string, string> words = [];
    private readonly Dictionary<string, string> versions = [];

    public void Namespace(string recorded, string here) => namespaces[recorded] = here;

    /// <summary>A name or an id that stands for itself wherever it is read.</summary>
    public void Word(string recorded, string here)
    {
        if (recorded != here)
        {
            words[recorded] = here;
        }
    }

    public string NamespaceHere(string recorded) => namespaces.GetValueOrDefault(recorded, recorded);

    /// <summary>A recorded text as it reads here.</summary>
    public string Here(string recorded)
    {
        var text = InNamespace().Replace(recorded, match => match.Groups[1].Value + NamespaceHere(match.Groups[2].Value));
        foreach (var (was, here) in words.OrderByDescending(word => word.Key.Length))
        {
            text = text.Replace(was, here, StringComparison.Ordinal);
        }

        return InMessage().Replace(text, match => $"{match.Groups[1].Value} ({Version(match.Groups[2].Value)})");
    }

    /// <summary>A recorded resourceVersion; one from the future is as far in the future here.</summary>
    public string Version(string recorded) => versions.TryGetValue(recorded, out var here) ? here
        : long.TryParse(recorded, CultureInfo.InvariantCulture, out var number) && versions.TryGetValue($"{number - Future}", out here)
            ? $"{long.Parse(here, CultureInfo.InvariantCulture) + Future}"
            : recorded;

    /// <summary>The version here, when the recorded one has been seen before.</summary>
    public string? KnownVersion(string recorded) => versions.GetValueOrDefault(recorded);

    /// <summary>Takes the names, ids, versions and tokens of an answer for those of the recorded one.</summary>
    public void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject was, JsonObject here):
                LearnMetadata(was, here);
                foreach (var (key, value) in was)
                {
                    Learn(value, here[key]);
                }

                break;
            case (JsonArray was, JsonArray here):
                foreach (var (first, second) in was.Zip(here))
                {
                    Learn(first, second);
                }

                break;
        }
    }

    private void LearnMetadata(JsonObject was, JsonObject here)
    {
        foreach (var key in (ReadOnlySpan<string>)["uid", "continue", "name"])
        {
            if (Text(was[key]) is { Length: > 0 } recorded && Text(here[key]) is { Length: > 0 } actual && IsGiven(key, was))
            {
                Word(recorded, actual);
            }
        }

        if (Text(was["resourceVersion"]) is { Length: > 0 } version && Text(here["resourceVersion"]) is { Length: > 0 } versionHere)
        {
            versions[version] = versionHere;
        }
    }

    // A name is learned where the server made it up.
    private static bool IsGiven(string key, JsonObject was) => key != "name" || was.ContainsKey("generateName");

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("""(namespaces/|namespace=|namespaces? "|serviceaccount:)([a-z0-9-]+)""")]
    private static partial Regex InNamespace();

    [GeneratedRegex(@"(in record|in the precondition) \((\d+)\)")]
    private static partial Regex InMessage();
}
