using System.Text.Json;
using OpsConsole.Access;

namespace OpsConsole.Tests.Api;

/// <summary>Reviews and what was promised in them over HTTP.</summary>
public sealed class ReviewsApiTests : IAsyncLifetime
{
    private ActionsHost host = null!;

    private static string Soon => DateTime.UtcNow.AddDays(7).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_review_is_begun_once_written_section_by_section_and_read()
    {
        var (olga, bill, vera) = (await host.TokenAsync("olga"), await host.TokenAsync("bill"), await host.TokenAsync("vera"));
        var id = await ClosedAsync(olga);
        Assert.Equal(404, (await host.GetAsync(vera, $"incidents/{id}/review")).Status);
        Assert.Equal(409, (await host.PostAsync(bill, $"incidents/{id}/review/sections/lessons", new { text = "x", seenVersion = 0 })).Status);
        var wanted = Assert.Single((await host.GetAsync(vera, "reviews")).Json.GetProperty("reviews").EnumerateArray());
        Assert.Equal((id, "wanted"), (wanted.GetProperty("incident").GetString(), wanted.GetProperty("progress").GetString()));

        var begun = await host.PostAsync(bill, $"incidents/{id}/review", null);
        Assert.True(begun.Status == 201, begun.Text);
        Assert.Equal(200, (await host.PostAsync(olga, $"incidents/{id}/review", null)).Status);
        Assert.Equal(
            ["summary", "impact", "timeline", "wentWell", "wentBadly", "causes", "lessons"], begun.Json.GetProperty("sections").EnumerateArray().Select(section => section.GetProperty("section").GetString()));

        var written = await host.PostAsync(olga, $"incidents/{id}/review/sections/wentWell", new { text = $"quick\n- {new string('x', 10_000)}", seenVersion = 1 });
        Assert.True(written.Status == 200, written.Text);
        var late = await host.PostAsync(bill, $"incidents/{id}/review/sections/wentWell", new { text = "mine", seenVersion = 1 });
        Assert.Equal((409, "mine"), (late.Status, late["text"]));
        Assert.Contains("olga wrote \"What went well\"", Assert.Single(late.Errors("seenVersion")), StringComparison.Ordinal);
        var earlier = (await host.GetAsync(vera, $"incidents/{id}/review/sections/wentWell")).Json.GetProperty("texts").EnumerateArray().ToList();
        Assert.Equal([2, 1], earlier.Select(text => text.GetProperty("version").GetInt32()));
        var text = await host.GetAsync(vera, $"incidents/{id}/review?format=markdown");
        Assert.Equal("text/markdown", text.MediaType);
        Assert.Contains("## What went well\n\nquick\n- xxx", text.Text, StringComparison.Ordinal);
        var standing = Assert.Single((await host.GetAsync(vera, "reviews")).Json.GetProperty("reviews").EnumerateArray());
        Assert.Equal(("writing", "wentBadly lessons"), (standing.GetProperty("progress").GetString(), string.Join(' ', standing.GetProperty("emptySections").EnumerateArray().Select(one => one.GetString()))));
    }

    [Fact]
    public async Task What_is_promised_is_listed_changed_and_closed()
    {
        var (olga, vera) = (await host.TokenAsync("olga"), await host.TokenAsync("vera"));
        var id = await ClosedAsync(olga);
        Assert.Equal(201, (await host.PostAsync(olga, $"incidents/{id}/review", null)).Status);
        var made = await host.PostAsync(olga, $"incidents/{id}/review/items", new { text = "a bigger <b>disk</b>", owner = "Bill", due = Soon });
        Assert.True(made.Status == 201, made.Text);
        var item = Items(await host.GetAsync(vera, "reviews")).Single();
        Assert.Equal(("Bill", Soon, 1, id), (item.GetProperty("owner").GetString(), item.GetProperty("due").GetString(), item.GetProperty("version").GetInt32(), item.GetProperty("incident").GetString()));
        var path = $"reviews/items/{item.GetProperty("id").GetString()}";
        Assert.Equal(200, (await host.PostAsync(olga, path, new { text = "a much bigger disk", owner = "Bill", due = Soon, seenVersion = 1 })).Status);
        var late = await host.PostAsync(olga, $"{path}/close", new { outcome = "done", seenVersion = 1 });
        Assert.Equal((409, "done"), (late.Status, late["text"]));
        var closed = await host.PostAsync(olga, $"{path}/close", new { outcome = "done", seenVersion = 2 });
        Assert.True(closed.Status == 200, closed.Text);
        Assert.Equal("done", Items(closed).Single().GetProperty("outcome").GetString());
        Assert.Single((await host.PostAsync(olga, $"{path}/close", new { outcome = "again" })).Errors("ended"));
        Assert.Empty(Items(await host.GetAsync(vera, "reviews")));
    }

    [Fact]
    public async Task Who_may_only_look_writes_and_closes_nothing()
    {
        var (vera, olga) = (await host.TokenAsync("vera"), await host.TokenAsync("olga"));
        var id = await ClosedAsync(olga);
        var denied = await host.PostAsync(vera, $"incidents/{id}/review", null);
        Assert.Equal((403, "work-incident", "billing"), (denied.Status, denied["action"], denied["system"]));
        await host.PostAsync(olga, $"incidents/{id}/review", null);
        await host.PostAsync(olga, $"incidents/{id}/review/items", new { text = "x", owner = "Bill", due = Soon });
        var item = Items(await host.GetAsync(vera, "reviews")).Single().GetProperty("id").GetString();
        Assert.Equal(403, (await host.PostAsync(vera, $"incidents/{id}/review/sections/lessons", new { text = "x", seenVersion = 1 })).Status);
        Assert.Equal(403, (await host.PostAsync(vera, $"reviews/items/{item}/close", new { outcome = "x" })).Status);
        Assert.Equal(403, (await host.PostAsync(await host.TokenAsync("olga", Role.Viewer), $"reviews/items/{item}", new { text = "x", owner = "y", due = Soon })).Status);
        Assert.Single(Items(await host.GetAsync(vera, "reviews")));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        var olga = await host.TokenAsync("olga");
        var id = await ClosedAsync(olga);
        await host.PostAsync(olga, $"incidents/{id}/review", null);
        foreach (var (path, body, status, field) in new (string, object, int, string)[]
        {
            ("sections/lessons", new { text = "x" }, 400, "seenVersion"), ("sections/none", new { text = "x", seenVersion = 1 }, 400, "section"), ("sections/lessons", new { text = new string('x', 20_001), seenVersion = 1 }, 400, "text"),
            ("sections/lessons", new { text = "x", seenVersion = 1, by = "me" }, 400, "by"), ("items", new { text = "", owner = "y", due = Soon }, 422, "text"), ("items", new { text = "x", due = Soon }, 400, "owner"),
            ("items", new { text = "x", owner = "y", due = "tomorrow" }, 400, "due"), ("items", new { text = "x", owner = "y", due = "2020-01-01" }, 422, "due"), ("items", new { text = "x", owner = "y" }, 400, "due"),
        })
        {
            var answer = await host.PostAsync(olga, $"incidents/{id}/review/{path}", body);
            Assert.True(answer.Status == status, $"{path}: {answer.Text}");
            Assert.Single(answer.Errors(field));
        }

        Assert.Equal(404, (await host.PostAsync(olga, "incidents/none/review", null)).Status);
        Assert.Equal(404, (await host.PostAsync(olga, "reviews/items/none/close", new { outcome = "x" })).Status);
        Assert.Equal(404, (await host.GetAsync(olga, "incidents/none/review/sections/lessons")).Status);
        Assert.Equal(400, (await host.GetAsync(olga, $"incidents/{id}/review?format=pdf")).Status);
        Assert.Equal(401, (await host.GetAsync(null, "reviews")).Status);
    }

    private static List<JsonElement> Items(ApiAnswer answer) => [.. answer.Json.GetProperty("items").EnumerateArray()];

    private async Task<string> ClosedAsync((string Name, string Value) who)
    {
        var id = (await host.PostAsync(who, "incidents", new { title = "Billing is slow", @class = 1, systems = new[] { "billing" } }))["id"]!;
        Assert.Equal(200, (await host.PostAsync(who, $"incidents/{id}/close", new { cause = "a full disk", verdict = "useful" })).Status);
        return id;
    }
}
