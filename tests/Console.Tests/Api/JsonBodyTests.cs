using System.Text.Json;
using OpsConsole.Api;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Api;

/// <summary>What is sent to the API, read member by member.</summary>
public sealed class JsonBodyTests
{
    [Fact]
    public void A_request_is_read_with_numbers_as_they_are_written()
    {
        var request = Read("""{"kind": "scale", "system": "billing", "target": "pay/api", "parameters": {"replicas": 5, "force": true, "why": "x"}, "undoOf": null, "from": {"alert": "00aa"}}""").Value;

        Assert.Equal(("scale", "billing", "pay/api", null), (request.Kind, request.System, request.Target, request.UndoOf));
        Assert.Equal(["force=true", "replicas=5", "why=x"], request.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));
        Assert.Equal((ActionDoor.Api, "00aa"), (request.Origin.Door, request.Origin.Alert));
    }

    [Fact]
    public void A_target_may_be_left_out_so_that_the_console_says_which_there_are() => Assert.Equal(string.Empty, Read("""{"kind": "scale", "system": "billing"}""").Value.Target);

    [Theory]
    [InlineData("""[]""", ": The body must be a JSON object, and is a list.")]
    [InlineData("""3""", ": The body must be a JSON object, and is a number.")]
    [InlineData("""{"system": "a"}""", "kind: is missing")]
    [InlineData("""{"kind": null, "system": "a"}""", "kind: is missing")]
    [InlineData("""{"kind": 3, "system": "a"}""", "kind: must be a text, and is a number")]
    [InlineData("""{"kind": {"x": 1}, "system": "a"}""", "kind: must be a text, and is an object")]
    [InlineData("""{"kind": "a\u0000b", "system": "a"}""", "kind: holds a control character")]
    [InlineData("""{"kind": "k", "system": "a", "sytem": "b"}""", "sytem: is not known here; known are kind, system, target, parameters, undoOf, from")]
    [InlineData("""{"kind": "k", "system": "a", "Kind": "b"}""", "Kind: is not known here")]
    [InlineData("""{"kind": "k", "system": "a", "parameters": [1]}""", "parameters: must be an object of at most 50 members, and is a list")]
    [InlineData("""{"kind": "k", "system": "a", "parameters": {"replicas": [3]}}""", "parameters.replicas: must be a text or a number, and is a list")]
    [InlineData("""{"kind": "k", "system": "a", "parameters": {"replicas": null}}""", "parameters.replicas: must be a text or a number, and is null")]
    [InlineData("""{"kind": "k", "system": "a", "from": "x"}""", "from: must be an object, and is a text")]
    [InlineData("""{"kind": "k", "system": "a", "from": {"alert": 3, "door": "page"}}""", "from.alert: must be a text, and is a number")]
    [InlineData("""{"kind": "k", "system": "a", "from": {"door": "page"}}""", "from.door: is not known here; known are alert, alertName, runbook, incident")]
    [InlineData("""{"kind": "k", "system": "a", "a\r\nb": 1}""", "a??b: is not known here")]
    public void What_is_missing_of_another_form_or_not_known_is_told_by_its_name(string json, string problem)
    {
        var read = Read(json);

        Assert.False(read.IsOk);
        Assert.Contains(problem, $"{read.Problems[0].Where}: {read.Problems[0].What}", StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        ["kind", "system", "planHash", "breakGlass", "override", "more"],
        JsonBody.Read(Json("""{"planHash": 1, "breakGlass": "yes", "override": ["a", 2], "more": 1}"""), ActionBodies.Confirm).Problems.Select(problem => problem.Where).OrderBy(Place));

    [Theory]
    [InlineData("2026-11-29T18:00:00Z", null)]
    [InlineData("2026-11-29T18:00:00+01:00", null)]
    [InlineData("2026-11-29T18:00:00", "to: must be a time with its offset")]
    [InlineData("2026-11-29", "to: must be a time with its offset")]
    [InlineData("tomorrow", "to: must be a time with its offset")]
    [InlineData("9999-99-99T00:00:00Z", "to: must be a time with its offset")]
    public void A_time_has_an_offset_or_is_none(string time, string? problem)
    {
        var read = JsonBody.Read(Json($$"""{"system": "billing", "to": "{{time}}", "reason": "release"}"""), ActionBodies.Freeze);

        Assert.Equal(problem is null, read.IsOk);
        Assert.StartsWith(problem ?? string.Empty, read.IsOk ? string.Empty : read.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_freeze_without_an_end_is_none() => Assert.Equal("to: is missing", JsonBody.Read(Json("""{"system": "billing", "reason": "release"}"""), ActionBodies.Freeze).Explanation);

    [Fact]
    public void A_text_without_end_is_refused() => Assert.Contains("has more than 4000 letters", Read($$"""{"kind": "{{new string('k', 4001)}}", "system": "a"}""").Explanation, StringComparison.Ordinal);

    private static int Place(string field) => Array.IndexOf(["kind", "system", "planHash", "breakGlass", "override", "more"], field);

    private static Result<ActionRequest> Read(string json) => JsonBody.Read(Json(json), ActionBodies.Request);

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
