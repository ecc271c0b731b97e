using System.Text.Json;
using OpsConsole.Access;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Api;

/// <summary>Incidents and the hand-over over HTTP.</summary>
public sealed class IncidentsApiTests : IAsyncLifetime
{
    private ActionsHost host = null!;

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_incident_is_opened_acknowledged_written_on_closed_and_opened_again()
    {
        var (olga, bill, vera) = (await host.TokenAsync("olga"), await host.TokenAsync("bill"), await host.TokenAsync("vera"));
        var opened = await host.PostAsync(bill, "incidents", new { title = "Billing <b>is</b> slow", @class = 1, alerts = new[] { "00000000000000aa" } });
        Assert.True(opened.Status == 201, opened.Text);
        var id = opened["id"];
        Assert.Equal(($"/api/v1/incidents/{id}", "open", "1"), (opened.Location, opened["state"], opened["version"]));
        Assert.Equal("billing", Assert.Single(opened.Json.GetProperty("systems").EnumerateArray()).GetString());

        var had = await host.PostAsync(bill, $"incidents/{id}/acknowledge", new { seenVersion = 1, alerts = true });
        Assert.True(had.Status == 200, had.Text);
        Assert.Equal("bill", had.Json.GetProperty("incident").GetProperty("lead").GetProperty("subject").GetString());
        Assert.Equal("acknowledged", Assert.Single(had.Json.GetProperty("alerts").EnumerateArray()).GetProperty("verdict").GetString());
        Assert.Equal(409, (await host.PostAsync(olga, $"incidents/{id}/acknowledge", new { })).Status);

        Assert.Equal(200, (await host.PostAsync(olga, $"incidents/{id}/notes", new { text = "a deploy,\nat noon", at = DateTimeOffset.UtcNow.AddHours(-1) })).Status);
        var edited = await host.PostAsync(bill, $"incidents/{id}/notes/3", new { text = "a deploy, before noon", seenVersion = 3 });
        Assert.True(edited.Status == 200, edited.Text);
        var late = await host.PostAsync(olga, $"incidents/{id}/notes/3", new { text = "mine", seenVersion = 3 });
        Assert.Equal((409, "mine"), (late.Status, late["text"]));
        Assert.Contains("bill wrote it anew", Assert.Single(late.Errors("seenVersion")), StringComparison.Ordinal);
        Assert.Equal("0", (await host.PostAsync(olga, $"incidents/{id}/class", new { @class = 0 }))["class"]);
        Assert.Equal(200, (await host.PostAsync(olga, $"incidents/{id}/lead", new { subject = "olga", name = "Olga" })).Status);
        Assert.Equal("mitigated", (await host.PostAsync(olga, $"incidents/{id}/mitigate", new { }))["state"]);
        var closed = await host.PostAsync(olga, $"incidents/{id}/close", new { cause = "a full disk", verdict = "needsRunbook", seenVersion = 7 });
        Assert.True(closed.Status == 200, closed.Text);
        Assert.Equal(("closed", "needsRunbook", "a full disk"), (closed["state"], closed["verdict"], closed["cause"]));
        var again = await host.PostAsync(olga, $"incidents/{id}/close", new { cause = "x", verdict = "noise" });
        Assert.Equal(409, again.Status);
        Assert.Single(again.Errors("ended"));

        var whole = await host.GetAsync(vera, $"incidents/{id}");
        Assert.Equal(200, whole.Status);
        Assert.DoesNotContain("<b>", whole.Text, StringComparison.Ordinal);
        var note = Assert.Single(whole.Json.GetProperty("notes").EnumerateArray());
        Assert.Equal(("a deploy, before noon", "a deploy,\nat noon"), (note.GetProperty("text").GetString(), Assert.Single(note.GetProperty("earlier").EnumerateArray()).GetProperty("text").GetString()));
        var told = whole.Json.GetProperty("timeline").EnumerateArray().Select(entry => $"{entry.GetProperty("kind").GetString()} {entry.GetProperty("says").GetString()}").ToList();
        Assert.Equal("note wrote (edited)", told[0]);
        Assert.Contains("acknowledgement acknowledged BillingSlow", told);
        Assert.Equal("open", (await host.PostAsync(olga, $"incidents/{id}/reopen", new { why = "it fails again" }))["state"]);
        var list = await host.GetAsync(vera, "incidents?open=true&system=billing");
        Assert.Equal(id, Assert.Single(list.Json.GetProperty("incidents").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task One_is_merged_into_another_and_what_belongs_to_it_comes_along()
    {
        var (olga, bill) = (await host.TokenAsync("olga"), await host.TokenAsync("bill"));
        var (one, other) = ((await host.PostAsync(olga, "incidents", new { title = "One", @class = 1, alerts = new[] { "00000000000000aa" } }))["id"], (await host.PostAsync(olga, "incidents", new { title = "Other", @class = 2, systems = new[] { "ledger" } }))["id"]);
        var merged = await host.PostAsync(olga, $"incidents/{one}/merge", new { into = other });
        Assert.True(merged.Status == 200, merged.Text);
        Assert.Equal((other, one), (merged["id"], Assert.Single(merged.Json.GetProperty("merged").EnumerateArray()).GetString()));
        Assert.Equal(("merged", other), ((await host.GetAsync(olga, $"incidents/{one}")) is var gone ? (gone["state"], gone["mergedInto"]) : default));
        Assert.Equal(422, (await host.PostAsync(olga, $"incidents/{other}/merge", new { into = other })).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Delete, olga, $"incidents/{other}/links/alert/00000000000000aa", null)).Status);
        Assert.Equal(404, (await host.SendAsync(HttpMethod.Delete, olga, $"incidents/{other}/links/alert/00000000000000aa", null)).Status);
        Assert.Equal(400, (await host.SendAsync(HttpMethod.Delete, olga, $"incidents/{other}/links/thing/x", null)).Status);
        var linked = await host.PostAsync(olga, $"incidents/{other}/links", new { kind = "alert", target = "00000000000000aa" });
        Assert.Equal("BillingSlow", Assert.Single(linked.Json.GetProperty("links").EnumerateArray()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Who_may_only_look_opens_and_closes_nothing()
    {
        var (vera, olga) = (await host.TokenAsync("vera"), await host.TokenAsync("olga"));
        var denied = await host.PostAsync(vera, "incidents", new { title = "x", @class = 1, systems = new[] { "billing" } });
        Assert.Equal((403, "work-incident"), (denied.Status, denied["action"]));
        var id = (await host.PostAsync(olga, "incidents", new { title = "x", @class = 1, systems = new[] { "billing" } }))["id"];
        var closing = await host.PostAsync(vera, $"incidents/{id}/close", new { cause = "x", verdict = "noise" });
        Assert.Equal((403, "close-incident", "billing"), (closing.Status, closing["action"], closing["system"]));
        Assert.Equal(403, (await host.PostAsync(await host.TokenAsync("olga", Role.Viewer), $"incidents/{id}/notes", new { text = "x" })).Status);
        Assert.Equal(200, (await host.GetAsync(vera, $"incidents/{id}")).Status);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        var olga = await host.TokenAsync("olga");
        var id = (await host.PostAsync(olga, "incidents", new { title = "x", @class = 1, systems = new[] { "billing" } }))["id"];
        foreach (var (path, body, status, field) in new (string, object, int, string)[]
        {
            ("incidents", new { @class = 1 }, 400, "title"), ("incidents", new { title = "x" }, 422, "class"), ("incidents", new { title = "x", @class = 1, at = "noon" }, 400, "at"),
            ("incidents", new { title = "x", @class = 1, system = "billing" }, 400, "system"), ("incidents", new { title = "x", @class = 1, systems = new[] { "none" } }, 422, "systems"),
            ($"incidents/{id}/notes", new { text = " " }, 422, "text"), ($"incidents/{id}/notes/99", new { text = "x" }, 422, "note"), ($"incidents/{id}/close", new { cause = "x", verdict = "fine" }, 400, "verdict"),
            ($"incidents/{id}/close", new { cause = "", verdict = "noise" }, 422, "cause"), ($"incidents/{id}/links", new { kind = "alert", target = "none" }, 422, "target"), ($"incidents/{id}/merge", new { into = "none" }, 422, "into"),
        })
        {
            var answer = await host.PostAsync(olga, path, body);
            Assert.True(answer.Status == status, $"{path}: {answer.Text}");
            Assert.Single(answer.Errors(field));
        }

        Assert.Equal(404, (await host.GetAsync(olga, "incidents/none")).Status);
        Assert.Equal(404, (await host.PostAsync(olga, "incidents/none/notes", new { text = "x" })).Status);
        Assert.Equal(404, (await host.GetAsync(olga, $"incidents/{id}/review")).Status);
        Assert.Equal(400, (await host.GetAsync(olga, "incidents?open=perhaps")).Status);
        Assert.Equal(400, (await host.GetAsync(olga, "incidents/times?days=7")).Status);
        Assert.Equal(400, (await host.GetAsync(olga, "incidents/times?zone=Mars")).Status);
        Assert.Equal(1, (await host.GetAsync(olga, "incidents/times?days=90&zone=Europe/Paris")).Json.GetProperty("systems")[0].GetProperty("acknowledge").GetProperty("leftOut").GetInt32());
    }

    [Fact]
    public async Task The_hand_over_is_read_as_JSON_or_as_Markdown()
    {
        SomeIncidents.See(host.People.Console.Live);
        var vera = await host.TokenAsync("vera");
        var hand = await host.GetAsync(vera, "handover");
        Assert.True(hand.Status == 200, hand.Text);
        Assert.Equal("Checkout fails", Assert.Single(hand.Json.GetProperty("incidents").EnumerateArray()).GetProperty("incident").GetProperty("title").GetString());
        Assert.Contains(hand.Json.GetProperty("unacknowledged").EnumerateArray(), alerts => alerts.GetProperty("name").GetString() == "BillingSlow");
        Assert.NotEqual(JsonValueKind.Null, hand.Json.GetProperty("doubts").ValueKind);
        var text = await host.GetAsync(vera, "handover?format=markdown");
        Assert.Equal("text/markdown", text.MediaType);
        Assert.Contains("- Checkout fails (class 0, mitigated, billing), since 1970-01-01 00:00 UTC; Anna Ek leads", text.Text, StringComparison.Ordinal);
        Assert.Equal(400, (await host.GetAsync(vera, "handover?format=pdf")).Status);
        Assert.Equal(401, (await host.GetAsync(null, "handover")).Status);
    }
}
