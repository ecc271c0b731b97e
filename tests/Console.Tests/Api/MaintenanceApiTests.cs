using OpsConsole.Components.Format;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Api;

/// <summary>Maintenance windows over HTTP.</summary>
public sealed class MaintenanceApiTests : IAsyncLifetime
{
    private ActionsHost host = null!;

    private static object Weekly => new { name = "Weekly reindex", system = "billing", cron = SomeWindows.Cron, duration = "2h", zone = "Europe/Paris", comment = "The index is built anew", ticket = "OPS-7" };

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_window_is_made_listed_and_deleted()
    {
        var bill = await host.TokenAsync("bill");
        var made = await host.PostAsync(bill, "maintenance", Weekly);
        Assert.True(made.Status == 201, made.Text);
        var id = made["id"];
        Assert.Equal(($"/api/v1/maintenance/{id}", $"{SomeWindows.Day} 02:30 to 04:30 Europe/Paris", "waiting", SomeWindows.Cron, "2h"), (made.Location, made["when"], made["state"], made["cron"], made["duration"]));
        Assert.Equal(10, made.Json.GetProperty("next").GetArrayLength());

        var vera = await host.TokenAsync("vera");
        Assert.Equal(id, Assert.Single((await host.GetAsync(vera, "maintenance")).Json.GetProperty("windows").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("Weekly reindex", (await host.GetAsync(vera, $"maintenance/{id}"))["name"]);

        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, bill, $"maintenance/{id}", null)).Status);
        Assert.Equal(404, (await host.GetAsync(vera, $"maintenance/{id}")).Status);
        Assert.Equal(0, (await host.GetAsync(vera, "maintenance")).Json.GetProperty("windows").GetArrayLength());
    }

    [Fact]
    public async Task One_that_runs_is_ended_once()
    {
        var bill = await host.TokenAsync("bill");
        var now = TimeProvider.System.GetUtcNow();
        var made = await host.PostAsync(bill, "maintenance", new { name = "Now", system = "billing", from = Times.Machine(now.AddMinutes(-5)), to = Times.Machine(now.AddHours(1)), comment = "patched" });
        Assert.Equal((201, "running"), (made.Status, made["state"]));
        var ended = await host.PostAsync(bill, $"maintenance/{made["id"]}/end", null);
        Assert.Equal((200, "over", "ending"), (ended.Status, ended["state"], ended.Json.GetProperty("runs")[0].GetProperty("state").GetString()));
        Assert.Equal(409, (await host.PostAsync(bill, $"maintenance/{made["id"]}/end", null)).Status);
    }

    [Fact]
    public async Task Who_may_not_silence_the_system_changes_nothing()
    {
        var (vera, bill) = (await host.TokenAsync("vera"), await host.TokenAsync("bill"));
        var denied = await host.PostAsync(vera, "maintenance", Weekly);
        Assert.Equal((403, "silence", "billing"), (denied.Status, denied["action"], denied["system"]));
        Assert.Equal(403, (await host.PostAsync(bill, "maintenance", new { name = "x", system = "ledger", cron = "0 2 * * *", duration = "1h", comment = "y" })).Status);
        Assert.Equal(403, (await host.PostAsync(bill, "maintenance", new { name = "x", matchers = "alertname=\"X\"", cron = "0 2 * * *", duration = "1h", comment = "y" })).Status);
        var id = (await host.PostAsync(bill, "maintenance", Weekly))["id"];
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Delete, vera, $"maintenance/{id}", null)).Status);
        Assert.Equal(201, (await host.PostAsync(await host.TokenAsync("anna"), "maintenance", new { name = "x", matchers = "alertname=\"X\"", cron = "0 2 * * *", duration = "1h", comment = "y" })).Status);
    }

    [Fact]
    public async Task What_makes_no_sense_is_told_by_its_field()
    {
        var bill = await host.TokenAsync("bill");
        var wrong = await host.PostAsync(bill, "maintenance", new { name = "x", system = "billing", cron = "0 25 * * *", duration = "9d", zone = "Europe/Pariss", comment = "y" });
        Assert.Equal(422, wrong.Status);
        Assert.Contains("hour", Assert.Single(wrong.Errors("cron")), StringComparison.Ordinal);
        Assert.Contains("7 days", Assert.Single(wrong.Errors("duration")), StringComparison.Ordinal);
        Assert.Contains("Europe/Paris", Assert.Single(wrong.Errors("zone")), StringComparison.Ordinal);
        Assert.Single((await host.PostAsync(bill, "maintenance", new { name = "x", comment = "y", crn = "0 2 * * *" })).Errors("crn"));
        Assert.Equal(400, (await host.GetAsync(bill, "maintenance?system=billing")).Status);
        Assert.Equal(404, (await host.PostAsync(bill, "maintenance/none/end", null)).Status);
    }
}
