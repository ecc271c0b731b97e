using System.Globalization;
using OpsConsole.Access;
using OpsConsole.Core.Tests.RealServers;

namespace OpsConsole.Tests.Api;

/// <summary>What waits for a second person, over HTTP.</summary>
public sealed class ApprovalApiTests : IAsyncLifetime
{
    private ActionsHost host = null!;
    private (string Name, string Value) olga;

    public async ValueTask InitializeAsync()
    {
        host = await ActionsHost.StartAsync();
        olga = await host.TokenAsync("olga");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_second_person_looks_at_the_plan_of_now_and_agrees_and_then_it_is_done()
    {
        var (waiting, piet) = (await host.DoAsync(olga, "ledger"), await host.TokenAsync("piet"));
        Assert.Equal((201, "waiting"), (waiting.Status, waiting["state"]));
        Assert.NotNull(waiting["lapsesAt"]);
        var now = await host.GetAsync(piet, $"actions/{waiting["id"]}/plan");
        Assert.Equal((200, waiting["plan.hash"]), (now.Status, now["hash"]));

        var agreed = await DecideAsync(piet, waiting, "approve");
        Assert.True(agreed.Status == 200, agreed.Text);

        var done = await host.EndAsync(olga, waiting["id"]!);
        Assert.Equal(("worked", "piet", "True"), (done["outcome"], done["approval.by.subject"], done["approval.agreed"]));
        Assert.Equal(409, (await DecideAsync(piet, waiting, "approve")).Status);
        Assert.Equal(409, (await host.GetAsync(piet, $"actions/{waiting["id"]}/plan")).Status);
    }

    [Fact]
    public async Task Nobody_agrees_to_their_own_without_the_right_or_to_another_plan()
    {
        var both = await host.TokenAsync("both");
        var waiting = await host.DoAsync(both, "ledger");
        var piet = await host.TokenAsync("piet");

        var own = await DecideAsync(both, waiting, "approve");
        var without = await DecideAsync(olga, waiting, "approve");
        var narrowed = await DecideAsync(await host.TokenAsync("piet", Role.Viewer), waiting, "approve");
        var other = await host.PostAsync(piet, $"actions/{waiting["id"]}/approve", new { planHash = new string('0', 64), reason = "looks right" });
        var silent = await host.PostAsync(piet, $"actions/{waiting["id"]}/approve", new { planHash = waiting["plan.hash"], reason = "" });

        Assert.Equal((403, 403, 403, 409, 422), (own.Status, without.Status, narrowed.Status, other.Status, silent.Status));
        Assert.Contains("somebody else", own["detail"]!, StringComparison.Ordinal);
        Assert.Equal("waiting", (await host.GetAsync(olga, $"actions/{waiting["id"]}"))["state"]);
        Assert.Equal(0, host.Alertmanager.Made);
    }

    [Fact]
    public async Task What_is_refused_or_taken_back_is_over_and_nothing_was_done()
    {
        var first = await host.DoAsync(olga, "ledger");
        var refused = await DecideAsync(await host.TokenAsync("piet"), first, "refuse");
        Assert.Equal((200, "refused"), (refused.Status, refused["state"]));

        var second = await host.DoAsync(olga, "ledger");
        Assert.Equal(403, (await host.PostAsync(await host.TokenAsync("both"), $"actions/{second["id"]}/withdraw", null)).Status);
        var withdrawn = await host.PostAsync(olga, $"actions/{second["id"]}/withdraw", null);
        Assert.Equal((200, "withdrawn"), (withdrawn.Status, withdrawn["state"]));
        Assert.Equal(409, (await host.PostAsync(olga, $"actions/{second["id"]}/begin", null)).Status);
        Assert.Equal(0, host.Alertmanager.Made);
    }

    [Fact]
    public async Task What_waits_is_in_the_list_of_what_is_open()
    {
        var waiting = await host.DoAsync(olga, "ledger");

        // The board of all replicas follows the store.
        var list = await Eventually.GetAsync(
            () => host.GetAsync(olga, "actions"), answer => answer.Json.GetProperty("open").GetArrayLength() == 1, TestContext.Current.CancellationToken);

        Assert.Equal((waiting["id"], "live"), (list.Json.GetProperty("open")[0].GetProperty("id").GetString(), list["freshness"]));
        Assert.Equal(0, (await host.GetAsync(olga, "actions?system=billing")).Json.GetProperty("open").GetArrayLength());
    }

    [Fact]
    public async Task Who_asks_with_a_wait_is_answered_when_there_is_news_or_the_time_is_over()
    {
        var waiting = await host.DoAsync(olga, "ledger");
        var steps = waiting.Json.GetProperty("steps").GetArrayLength();

        var atOnce = await host.GetAsync(olga, $"actions/{waiting["id"]}?wait=60s&after={(steps - 1).ToString(CultureInfo.InvariantCulture)}");
        var timedOut = await host.GetAsync(olga, $"actions/{waiting["id"]}?wait=1s");
        Assert.Equal(("waiting", "waiting"), (atOnce["state"], timedOut["state"]));

        var news = host.GetAsync(olga, $"actions/{waiting["id"]}?wait=60s&after={steps.ToString(CultureInfo.InvariantCulture)}");
        await host.PostAsync(olga, $"actions/{waiting["id"]}/withdraw", null);
        Assert.Equal("withdrawn", (await news)["state"]);
    }

    private Task<ApiAnswer> DecideAsync((string Name, string Value) who, ApiAnswer run, string verb) =>
        host.PostAsync(who, $"actions/{run["id"]}/{verb}", new { planHash = run["plan.hash"], reason = "looks right" });
}
