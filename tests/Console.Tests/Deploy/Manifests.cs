using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace OpsConsole.Tests.Deploy;

/// <summary>The objects that kubectl builds of a folder below deploy/.</summary>
internal sealed class Manifests
{
    private Manifests(IReadOnlyList<JsonObject> objects) => Objects = objects;

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    /// <summary>All of them; each value is text, as it is written.</summary>
    public IReadOnlyList<JsonObject> Objects { get; }

    public static async Task<Manifests> BuildAsync(string folder)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Root, "deploy", folder)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var kubectl = Process.Start(start)!;
        var (said, built) = (kubectl.StandardError.ReadToEndAsync(), await kubectl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await kubectl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(kubectl.ExitCode == 0, $"kubectl can't build deploy/{folder}: {await said}");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(built));
        return new([.. yaml.Documents.Select(document => (JsonObject)Json(document.RootNode)!)]);
    }

    public IEnumerable<JsonObject> Of(string kind) => Objects.Where(one => Text(one, "kind") == kind);

    public JsonObject One(string kind, string? name = null) => Of(kind).Single(one => name is null || Text(one, "metadata", "name") == name);

    /// <summary>A value, or what is below it; null when there is none.</summary>
    public static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node?[name];
        }

        return node;
    }

    public static string? Text(JsonNode? node, params ReadOnlySpan<string> path) => At(node, path)?.GetValue<string>();

    public static IReadOnlyList<string> Texts(JsonNode? node, params ReadOnlySpan<string> path) => [.. (At(node, path) as JsonArray ?? []).Select(item => item!.GetValue<string>())];

    public static IReadOnlyDictionary<string, string> Map(JsonNode? node, params ReadOnlySpan<string> path) =>
        (At(node, path) as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>());

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Json(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        _ => ((YamlScalarNode)node).Value,
    };

    private static string Here([CallerFilePath] string path = "") => path;
}
