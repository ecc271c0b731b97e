using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Runbooks;

namespace OpsConsole.Tests.Api;

/// <summary>Walkthroughs over HTTP.</summary>
public sealed class WalkthroughsApiTests : IAsyncLifetime
{
    private ActionsHost host = null!;

    private static Runbook Runbook { get; } = new()
    {
        Folder = "billing",
        Slug = "billing-slow",
        Title = "Billing is slow",
        System = "billing",
        Text = "# Billing is slow",
        Hash = new string('b', 64),
        Steps =
        [
            new("look", 1, "Is it slow?", "Diagnose", 10) { Jumps = [new("it is not", "verify")] }, new("restart", 2, "Restart it", "Resolve", 20), new("verify", 3, "Is it fast?", "Verify", 30),
        ],
    };

    private static Runbook Ledgers { get; } = Runbook with { Folder = "ledger", System = "ledger" };

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync(services => services.AddSingleton(
        new WalkSources(key => key == Runbook.Key ? Runbook : key == Ledgers.Key ? Ledgers : null, (alert, _) => new RunbookScene(RunbookScene.Nothing.Values, alert is not null))));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_walkthrough_is_started_walked_by_two_and_ended()
    {
        var (olga, bill) = (await host.TokenAsync("olga"), await host.TokenAsync("bill"));
        var started = await host.PostAsync(olga, "walkthroughs", new { runbook = "billing/billing-slow", alert = "00000000000000aa" });
        Assert.True(started.Status == 201, started.Text);
        var id = started["id"];
        Assert.Equal(($"/api/v1/walkthroughs/{id}", "look", "BillingSlow", "1"), (started.Location, started["current"], started["alertName"], started["version"]));
        var joined = await host.PostAsync(bill, "walkthroughs", new { runbook = "billing/billing-slow", alert = "00000000000000aa" });
        Assert.Equal((200, id), (joined.Status, joined["id"]));

        var marked = await host.PostAsync(bill, $"walkthroughs/{id}/steps/look", new { state = "done", jump = 0, note = "12 ms,\nas ever", seenVersion = 1 });
        Assert.True(marked.Status == 200, marked.Text);
        Assert.Equal(("verify", "skipped"), (marked["current"], marked.Json.GetProperty("steps")[1].GetProperty("state").GetString()));
        var late = await host.PostAsync(olga, $"walkthroughs/{id}/steps/look", new { state = "failed", note = "I see 9 s", seenVersion = 1 });
        Assert.Equal((409, "I see 9 s"), (late.Status, late["note"]));
        Assert.Contains("bill", Assert.Single(late.Errors("seenVersion")), StringComparison.Ordinal);
        Assert.Equal(200, (await host.PostAsync(olga, $"walkthroughs/{id}/notes", new { step = "look", note = "I see 9 s" })).Status);

        var ended = await host.PostAsync(olga, $"walkthroughs/{id}/end", new { outcome = "falseAlarm", summary = "nothing", feedback = new[] { new { kind = "unclear", step = "look", text = "how slow is slow?" } } });
        Assert.True(ended.Status == 200, ended.Text);
        Assert.Equal(("falseAlarm", "4", "4"), (ended["outcome"], ended["version"], ended.Json.GetProperty("events").GetArrayLength().ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(409, (await host.PostAsync(olga, $"walkthroughs/{id}/notes", new { step = "look", note = "late" })).Status);

        var list = await host.GetAsync(await host.TokenAsync("vera"), "walkthroughs?open=false&system=billing");
        Assert.Equal(id, Assert.Single(list.Json.GetProperty("walkthroughs").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(0, (await host.GetAsync(olga, "walkthroughs?open=true")).Json.GetProperty("walkthroughs").GetArrayLength());
        Assert.Equal(ended["version"], (await host.GetAsync(olga, $"walkthroughs/{id}"))["version"]);
    }

    [Fact]
    public async Task Who_may_only_look_walks_nothing()
    {
        var (vera, olga) = (await host.TokenAsync("vera"), await host.TokenAsync("olga"));
        var denied = await host.PostAsync(vera, "walkthroughs", new { runbook = "billing/billing-slow" });
        Assert.Equal((403, "walk-runbook", "billing"), (denied.Status, denied["action"], denied["system"]));
        var id = (await host.PostAsync(olga, "walkthroughs", new { runbook = "billing/billing-slow" }))["id"];
        Assert.Equal(403, (await host.PostAsync(vera, $"walkthroughs/{id}/steps/look", new { state = "done" })).Status);
        Assert.Equal(403, (await host.PostAsync(vera, $"walkthroughs/{id}/end", new { outcome = "resolved" })).Status);
        Assert.Equal(200, (await host.GetAsync(vera, $"walkthroughs/{id}")).Status);
        Assert.Equal(403, (await host.PostAsync(await host.TokenAsync("olga", Role.Viewer), $"walkthroughs/{id}/notes", new { step = "look", note = "x" })).Status);
    }

    [Fact]
    public async Task Log_lines_that_were_kept_are_shown_to_those_alone_who_may_read_logs_of_the_system()
    {
        var olga = await host.TokenAsync("olga");
        var id = (await host.PostAsync(olga, "walkthroughs", new { runbook = "ledger/billing-slow" }))["id"]!;
        var desk = host.People.Console.Services.GetRequiredService<WalkthroughDesk>();
        var log = new BlockAnswer("kubectl logs ledger-0 --tail=1", DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(3), new LinesResult(["token=opensesame"], 1, string.Empty));
        var kept = await desk.MarkAsync(
            id, "look", StepState.Done, new WalkMark { Evidence = [new SeenBlock(1, [log])] }, new Person("olga", "olga", ["operators"], SignInMethod.Local), TestContext.Current.CancellationToken);
        Assert.True(kept.IsOk, kept.IsOk ? null : kept.Explanation);

        Assert.Contains("token=opensesame", (await host.GetAsync(olga, $"walkthroughs/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("token=opensesame", (await host.GetAsync(await host.TokenAsync("vera"), $"walkthroughs/{id}")).Text, StringComparison.Ordinal);

        // Bill's grant is on billing: he sees the walkthrough, and what stood in the ledger's log is not in it.
        var seen = await host.GetAsync(await host.TokenAsync("bill"), $"walkthroughs/{id}");
        Assert.Equal((200, "2"), (seen.Status, seen["version"]));
        Assert.DoesNotContain("opensesame", seen.Text, StringComparison.Ordinal);
        Assert.Contains("Log lines were kept here. ", seen.Text, StringComparison.Ordinal);
        var list = await host.GetAsync(await host.TokenAsync("bill"), "walkthroughs?system=ledger");
        Assert.DoesNotContain("opensesame", list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        var olga = await host.TokenAsync("olga");
        Assert.Equal(422, (await host.PostAsync(olga, "walkthroughs", new { runbook = "billing/none" })).Status);
        Assert.Single((await host.PostAsync(olga, "walkthroughs", new { runbook = "billing/billing-slow", alert = "none" })).Errors("alert"));
        Assert.Single((await host.PostAsync(olga, "walkthroughs", new { runbok = "x" })).Errors("runbok"));
        var id = (await host.PostAsync(olga, "walkthroughs", new { runbook = "billing/billing-slow" }))["id"];
        foreach (var (path, body, status, field) in new (string, object, int, string)[]
        {
            ("steps/look", new { state = "finished" }, 400, "state"), ("steps/look", new { state = "done", jump = -1 }, 400, "jump"), ("steps/look", new { state = "done", jump = 7 }, 422, "jump"),
            ("steps/nowhere", new { state = "done" }, 422, "step"), ("notes", new { step = "look", note = new string('x', 4_001) }, 400, "note"), ("notes", new { step = "look" }, 400, "note"),
            ("end", new { outcome = "won" }, 400, "outcome"), ("end", new { outcome = "resolved", feedback = new[] { new { kind = "bad" } } }, 400, "feedback[0].kind"),
            ("end", new { outcome = "resolved", feedback = new[] { new { kind = "wrong", step = "nowhere", text = "x" } } }, 422, "feedback[0].step"),
        })
        {
            var answer = await host.PostAsync(olga, $"walkthroughs/{id}/{path}", body);
            Assert.True(answer.Status == status, $"{path}: {answer.Text}");
            Assert.Single(answer.Errors(field));
        }

        Assert.Equal(404, (await host.GetAsync(olga, "walkthroughs/none")).Status);
        Assert.Equal(404, (await host.PostAsync(olga, "walkthroughs/none/end", new { outcome = "resolved" })).Status);
        Assert.Equal(400, (await host.GetAsync(olga, "walkthroughs?open=perhaps")).Status);
    }
}
