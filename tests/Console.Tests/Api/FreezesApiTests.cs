using OpsConsole.Core.Tests.RealServers;

namespace OpsConsole.Tests.Api;

/// <summary>Change freezes over HTTP.</summary>
public sealed class FreezesApiTests : IAsyncLifetime
{
    private static readonly string Tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O");
    private ActionsHost host = null!;

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_freeze_holds_warns_who_silences_and_is_ended()
    {
        var piet = await host.TokenAsync("piet");
        var frozen = await host.PostAsync(piet, "freezes", new { system = "billing", to = Tomorrow, reason = "the year is closed" });
        Assert.True(frozen.Status == 201, frozen.Text);
        Assert.Equal(("True", "piet", $"/api/v1/freezes/{frozen["id"]}"), (frozen["holds"], frozen["by.subject"], frozen.Location));
        var list = await Eventually.GetAsync(
            () => host.GetAsync(piet, "freezes"), answer => answer.Json.GetProperty("freezes").GetArrayLength() == 1, TestContext.Current.CancellationToken);
        Assert.Equal(frozen["id"], list.Json.GetProperty("freezes")[0].GetProperty("id").GetString());

        var plan = await host.PostAsync(await host.TokenAsync("olga"), "actions/plan", ActionsHost.Silence());
        var guard = plan.Json.GetProperty("guards").EnumerateArray().Single(guard => guard.GetProperty("guard").GetString() == "freeze");
        Assert.Equal("warn", guard.GetProperty("verdict").GetString());

        var thawed = await host.SendAsync(HttpMethod.Delete, piet, $"freezes/{frozen["id"]}", null);
        Assert.Equal((200, "False"), (thawed.Status, thawed["holds"]));
        Assert.Equal(404, (await host.SendAsync(HttpMethod.Delete, piet, $"freezes/{frozen["id"]}", null)).Status);
    }

    [Fact]
    public async Task Who_may_not_freeze_neither_freezes_nor_ends_one()
    {
        var (olga, piet) = (await host.TokenAsync("olga"), await host.TokenAsync("piet"));
        var frozen = await host.PostAsync(piet, "freezes", new { system = "billing", to = Tomorrow, reason = "the year is closed" });

        Assert.Equal(403, (await host.PostAsync(olga, "freezes", new { system = "billing", to = Tomorrow, reason = "the year is closed" })).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Delete, olga, $"freezes/{frozen["id"]}", null)).Status);
    }
}
