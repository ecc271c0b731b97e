using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Hubs;

/// <summary>docs/live-hub.md names every field that is sent, and no other.</summary>
public sealed partial class LiveHubDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "live-hub.md"));

    [Fact]
    public async Task The_fields_of_a_message_are_those_of_the_document()
    {
        await using var console = ConsoleHost.Start();
        Known.InTrouble(console.Live);
        await using var client = await HubListener.ConnectAsync(console);

        var message = (await client.SubscribeAsync("slo"))[0];

        var table = Document[Document.IndexOf("| field |", StringComparison.Ordinal)..Document.IndexOf("## Shapes", StringComparison.Ordinal)];
        var documented = Rows().Matches(table).SelectMany(row => Names().Matches(row.Groups[1].Value)).Select(name => name.Groups[1].Value);
        Assert.Equal(documented.Order(), Fields(message));
    }

    [Theory]
    [InlineData("overview")]
    [InlineData("alerts")]
    [InlineData("silences")]
    [InlineData("leadership")]
    [InlineData("slo")]
    [InlineData("queues")]
    [InlineData("workloads")]
    [InlineData("pods")]
    [InlineData("events")]
    [InlineData("nodes")]
    [InlineData("findings")]
    [InlineData("sources")]
    [InlineData("actions")]
    [InlineData("walkthroughs")]
    [InlineData("maintenance")]
    [InlineData("incidents")]
    public async Task The_fields_of_a_sections_content_are_those_of_the_document(string section)
    {
        await using var console = ConsoleHost.Start();
        Known.InTrouble(console.Live);
        KnownCluster.See(console.Live);
        SomeActions.See(console.Live);
        SomeWalks.See(console.Live);
        SomeAcks.See(console.Live);
        SomeSilences.See(console.Live);
        SomeWindows.See(console.Live);
        SomeIncidents.See(console.Live);
        await using var client = await HubListener.ConnectAsync(console);
        var value = (await client.SubscribeAsync(section))[0].GetProperty("value");

        var shape = Regex.Match(Document, $@"^\| {section} \| `(.+?)`", RegexOptions.Multiline).Groups[1].Value;

        // A field stands before a colon, a comma or a bracket; "critical: 2, ..." is an example of what a map holds.
        var documented = Words().Matches(shape.Replace("critical: 2, ...", string.Empty, StringComparison.Ordinal)).Select(word => word.Value).Distinct();
        Assert.Equal(documented.Order(), AllFields(value).Distinct().Order());
    }

    private static IEnumerable<string> Fields(JsonElement owner) => owner.EnumerateObject().Select(field => field.Name).Order();

    private static IEnumerable<string> AllFields(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(AllFields),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(field => IsMap(field)
            ? [field.Name]
            : AllFields(field.Value).Prepend(field.Name)),
        _ => [],
    };

    // Their keys are data: severities, label names, types of conditions, names of systems and clusters.
    private static bool IsMap(JsonProperty field) => field.Value.ValueKind is JsonValueKind.Object && field.Name is "firing" or "matches" or "labels" or "annotations" or "conditions" or "notKnown";

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| (`[^|]+`) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Names();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
