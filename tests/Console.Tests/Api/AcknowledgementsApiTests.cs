using System.Text.Json;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;

namespace OpsConsole.Tests.Api;

/// <summary>Acknowledgements over HTTP.</summary>
public sealed class AcknowledgementsApiTests : IAsyncLifetime
{
    private const string Billing = "00000000000000aa";
    private const string Ledger = "00000000000000bb";
    private ActionsHost host = null!;

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_alert_is_taken_seen_taken_over_and_given_back()
    {
        var (olga, bill) = (await host.TokenAsync("olga"), await host.TokenAsync("bill"));
        var taken = await host.PostAsync(olga, "acknowledgements", new { alerts = new[] { Billing }, comment = "I look\nat it", lasts = "8h" });
        Assert.True(taken.Status == 200, taken.Text);
        var its = Assert.Single(taken.Json.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("1", "acknowledged", "olga", "I look\nat it"), (taken["done"], Text(its, "verdict"), its.GetProperty("acknowledgement").GetProperty("by").GetProperty("name").GetString(), Text(its.GetProperty("acknowledgement"), "comment")));

        var refused = await host.PostAsync(bill, "acknowledgements", new { alerts = new[] { Billing } });
        Assert.Equal((409, "somebodyElses"), (refused.Status, Text(refused.Json.GetProperty("alerts")[0], "verdict")));
        Assert.Contains("olga has BillingSlow", refused["detail"], StringComparison.Ordinal);
        var over = await host.PostAsync(bill, "acknowledgements", new { alerts = new[] { Billing }, takeOver = true });
        Assert.Equal("takenOver", Text(over.Json.GetProperty("alerts")[0], "verdict"));

        var story = await host.GetAsync(await host.TokenAsync("vera"), $"acknowledgements?alert={Billing}");
        Assert.Equal([("bill", null), ("olga", "takenOver")], story.Json.GetProperty("acknowledgements").EnumerateArray().Select(one => (one.GetProperty("by").GetProperty("subject").GetString(), Text(one, "ended"))));

        var back = await host.SendAsync(HttpMethod.Delete, olga, $"acknowledgements?alert={Billing}&alert={Ledger}", null);
        Assert.Equal((200, "1"), (back.Status, back["done"]));
        Assert.Equal(["withdrawn", "nobodys"], back.Json.GetProperty("alerts").EnumerateArray().Select(one => Text(one, "verdict")));
        Assert.Equal(404, (await host.SendAsync(HttpMethod.Delete, olga, $"acknowledgements?alert={Billing}", null)).Status);
    }

    [Fact]
    public async Task The_right_is_asked_for_on_each_alerts_system_and_refusals_are_on_record()
    {
        var bill = await host.TokenAsync("bill");
        var both = await host.PostAsync(bill, "acknowledgements", new { alerts = new[] { Billing, Ledger } });
        Assert.Equal((200, "1"), (both.Status, both["done"]));
        Assert.Equal(["acknowledged", "denied"], both.Json.GetProperty("alerts").EnumerateArray().Select(one => Text(one, "verdict")));
        Assert.Equal(403, (await host.PostAsync(bill, "acknowledgements", new { alerts = new[] { Ledger } })).Status);
        Assert.Equal(403, (await host.PostAsync(await host.TokenAsync("vera"), "acknowledgements", new { alerts = new[] { Billing } })).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Delete, await host.TokenAsync("vera"), $"acknowledgements?alert={Billing}", null)).Status);
        Assert.Equal(403, (await host.PostAsync(await host.TokenAsync("olga", Role.Viewer), "acknowledgements", new { alerts = new[] { Ledger } })).Status);
        var record = await host.People.RecordAsync(new AuditQuery { Action = "acknowledge", Size = 20 });
        Assert.Equal((5, 1), (record.Count(entry => entry.Stage is AuditStage.Denied), record.Count(entry => entry.Stage is AuditStage.Succeeded)));
    }

    [Fact]
    public async Task A_browser_must_say_that_the_page_is_ours()
    {
        var cookie = await host.People.SignInAsync("olga");
        Assert.Equal(403, (await host.PostAsync(cookie, "acknowledgements", new { alerts = new[] { Billing } })).Status);
        Assert.Equal(200, (await host.PostAsync(cookie, "acknowledgements", new { alerts = new[] { Billing } }, ("Sec-Fetch-Site", "same-origin"))).Status);
        Assert.Equal(401, (await host.GetAsync(null, "acknowledgements")).Status);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        var olga = await host.TokenAsync("olga");
        foreach (var (body, status, field) in new (object, int, string)[]
        {
            (new { alerts = Array.Empty<string>() }, 422, "alerts"), (new { alerts = "x" }, 400, "alerts"), (new { alerts = new[] { Billing }, lasts = "25h" }, 422, "lasts"),
            (new { alerts = new[] { Billing }, lasts = "soon" }, 400, "lasts"), (new { alerts = new[] { Billing }, comment = new string('x', 501) }, 422, "comment"),
            (new { alerts = new[] { Billing }, takeover = true }, 400, "takeover"), (new { alerts = Enumerable.Repeat(Billing, 51) }, 400, "alerts"),
        })
        {
            var answer = await host.PostAsync(olga, "acknowledgements", body);
            Assert.True(answer.Status == status, answer.Text);
            Assert.Single(answer.Errors(field));
        }

        Assert.Equal(404, (await host.PostAsync(olga, "acknowledgements", new { alerts = new[] { "none" } })).Status);
        Assert.Equal(400, (await host.GetAsync(olga, "acknowledgements?alerts=x")).Status);
        Assert.Equal("unknown", (await host.GetAsync(olga, "acknowledgements"))["freshness"]);
    }

    [Fact]
    public async Task The_list_is_what_is_shown()
    {
        var live = host.People.Console.Live;
        var now = TimeProvider.System.GetUtcNow();
        live.Acknowledgements.Observed(new AckBoard([new() { Id = "1", Fingerprint = Billing, StartsAt = now, AlertName = "<b>", By = new("ada", "Ada"), At = now, Until = now.AddHours(1) }]));
        var list = await host.GetAsync(await host.TokenAsync("vera"), "acknowledgements");
        Assert.Equal(("live", "<b>"), (list["freshness"], Text(Assert.Single(list.Json.GetProperty("acknowledgements").EnumerateArray()), "alertName")));
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();
}
