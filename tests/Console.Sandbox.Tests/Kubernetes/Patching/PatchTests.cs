using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Patching;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Patching;

public sealed class PatchTests
{
    private const string Pod = """
        {"spec": {"containers": [{"name": "a", "image": "a:1", "env": [{"name": "X", "value": "1"}, {"name": "Y", "value": "2"}]}, {"name": "b", "image": "b:1"}],
         "args": ["one", "two"]}, "metadata": {"labels": {"l": "1"}, "finalizers": ["f"]}}
        """;

    [Theory]
    [InlineData("""{"a": 1, "b": {"c": 2, "d": 3}}""", """{"b": {"c": null, "e": 4}, "f": [1]}""", """{"a": 1, "b": {"d": 3, "e": 4}, "f": [1]}""")]
    [InlineData("""{"a": [1, 2]}""", """{"a": [3]}""", """{"a": [3]}""")]
    [InlineData("""{"a": "text"}""", """{"a": {"b": 1, "c": null}}""", """{"a": {"b": 1}}""")]
    [InlineData("""{"a": {"b": 1}}""", """{}""", """{"a": {"b": 1}}""")]
    public void A_merge_patch_replaces_what_it_names_and_null_removes(string target, string patch, string expected) =>
        Same(expected, MergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch)));

    [Theory]
    [InlineData("""{"spec": {"containers": [{"name": "b", "image": "b:2"}]}}""", "a:1 b:2")]
    [InlineData("""{"spec": {"$setElementOrder/containers": [{"name": "a"}], "containers": [{"name": "c", "image": "c:1"}]}}""", "a:1 b:1 c:1")]
    [InlineData("""{"spec": {"containers": [{"name": "a", "$patch": "delete"}]}}""", "b:1")]
    [InlineData("""{"spec": {"containers": [{"$patch": "replace"}, {"name": "z", "image": "z:1"}]}}""", "z:1")]
    [InlineData("""{"spec": {"$patch": "replace", "containers": [{"name": "y", "image": "y:1"}]}}""", "y:1")]
    public void A_strategic_patch_merges_containers_by_name(string patch, string images)
    {
        var patched = Strategic(patch);
        Assert.Equal(images, string.Join(' ', patched["spec"]!["containers"]!.AsArray().Select(c => c!["image"]!.ToString())));
    }

    [Fact]
    public void A_strategic_patch_merges_within_items_and_replaces_lists_without_keys()
    {
        var patched = Strategic("""{"spec": {"args": ["three"], "containers": [{"name": "a", "env": [{"name": "Y", "value": "9"}, {"name": "Z", "value": "3"}]}]}}""");
        Assert.Equal("X=1 Y=9 Z=3", string.Join(' ', patched["spec"]!["containers"]![0]!["env"]!.AsArray().Select(e => $"{e!["name"]}={e["value"]}")));
        Assert.Equal("three", patched["spec"]!["args"]!.AsArray().Single()!.ToString());
        Assert.Equal("a:1", patched["spec"]!["containers"]![0]!["image"]!.ToString());
    }

    [Fact]
    public void Finalizers_are_added_and_taken_out_one_by_one()
    {
        Assert.Equal("f g", string.Join(' ', Strategic("""{"metadata": {"finalizers": ["g", "f"]}}""")["metadata"]!["finalizers"]!.AsArray().Select(f => f!.ToString())));
        Assert.Empty(Strategic("""{"metadata": {"$deleteFromPrimitiveList/finalizers": ["f"]}}""")["metadata"]!["finalizers"]!.AsArray());
    }

    [Theory]
    [InlineData("""[{"op": "test", "path": "/a/0", "value": 1}, {"op": "replace", "path": "/a/0", "value": 9}]""", """{"a": [9, 2], "b": {"c/d": 1}}""")]
    [InlineData("""[{"op": "add", "path": "/a/-", "value": 3}, {"op": "add", "path": "/a/0", "value": 0}]""", """{"a": [0, 1, 2, 3], "b": {"c/d": 1}}""")]
    [InlineData("""[{"op": "remove", "path": "/b/c~1d"}]""", """{"a": [1, 2], "b": {}}""")]
    [InlineData("""[{"op": "move", "from": "/a/1", "path": "/b/e"}, {"op": "copy", "from": "/b/e", "path": "/f"}]""", """{"a": [1], "b": {"c/d": 1, "e": 2}, "f": 2}""")]
    public void A_json_patch_does_its_operations_in_order(string patch, string expected) => Same(expected, Operations(patch));

    [Theory]
    [InlineData("""[{"op": "test", "path": "/a/0", "value": 7}, {"op": "replace", "path": "/a/0", "value": 9}]""")]
    [InlineData("""[{"op": "remove", "path": "/nothing"}]""")]
    [InlineData("""[{"op": "replace", "path": "/a/5", "value": 1}]""")]
    [InlineData("""[{"op": "add", "path": "/x/y", "value": 1}]""")]
    [InlineData("""[{"op": "explode", "path": "/a"}]""")]
    public void One_that_does_not_hold_changes_nothing(string patch) => Assert.Null(Operations(patch));

    private static JsonNode? Operations(string patch) =>
        JsonPatch.Apply(JsonNode.Parse("""{"a": [1, 2], "b": {"c/d": 1}}""")!, JsonNode.Parse(patch)!.AsArray());

    private static JsonObject Strategic(string patch) => StrategicMergePatch.Apply(ClusterClient.Read(Pod), ClusterClient.Read(patch));

    private static void Same(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
