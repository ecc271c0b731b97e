using OpsConsole.Access;
using OpsConsole.Audit;

namespace OpsConsole.Tests.Api;

/// <summary>Guarded actions over HTTP, from the plan to what became of it.</summary>
public sealed class ActionsApiTests : IAsyncLifetime
{
    private ActionsHost host = null!;

    public async ValueTask InitializeAsync() => host = await ActionsHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_plan_says_what_would_change_what_the_guards_say_and_what_is_asked()
    {
        var plan = await host.PostAsync(await host.TokenAsync("olga"), "actions/plan", ActionsHost.Silence());

        Assert.Equal((200, "application/json"), (plan.Status, plan.MediaType));
        Assert.Equal(("silence-create", "click", "False", "Silence"), (plan["kind"], plan["tier"], plan["stopped"], plan["target.kind"]));
        Assert.Equal((null, "True", "False"), (plan["asks.typed"], plan["asks.reason"], plan["asks.secondPerson"]));
        Assert.Matches("^[0-9a-f]{64}$", plan["hash"]!);
        Assert.All(plan.Json.GetProperty("guards").EnumerateArray(), guard => Assert.Equal("pass", guard.GetProperty("verdict").GetString()));
        Assert.Contains("notifies nobody", plan["changes"]!, StringComparison.Ordinal);
        Assert.Equal(0, host.Alertmanager.Made);
    }

    [Fact]
    public async Task What_is_confirmed_is_done_followed_to_its_end_and_taken_back()
    {
        var olga = await host.TokenAsync("olga");
        var made = await host.DoAsync(olga);
        Assert.True(made.Status == 201, made.Text);
        Assert.Equal($"/api/v1/actions/{made["id"]}", made.Location);

        var done = await host.EndAsync(olga, made["id"]!);
        Assert.Equal(("succeeded", "worked", "api", "olga"), (done["state"], done["outcome"], done["door"], done["by.subject"]));
        Assert.Contains($"(action {made["id"]})", Assert.Single(host.Alertmanager.Silences)["comment"]!.ToString(), StringComparison.Ordinal);

        var undo = done.Json.GetProperty("undo");
        var plan = await host.PostAsync(olga, "actions/plan", undo);
        Assert.True(plan.Status == 200, plan.Text);
        var back = await host.PostAsync(olga, "actions", new
        {
            kind = undo.GetProperty("kind"),
            system = undo.GetProperty("system"),
            target = undo.GetProperty("target"),
            parameters = undo.GetProperty("parameters"),
            undoOf = made["id"],
            planHash = plan["hash"],
            typed = plan["asks.typed"],
            reason = "it is mended",
        }, ActionsHost.Key());
        Assert.True(back.Status == 201, back.Text);
        Assert.Equal("worked", (await host.EndAsync(olga, back["id"]!))["outcome"]);
        Assert.Empty(host.Alertmanager.Active);

        var list = await host.GetAsync(olga, "actions?system=billing");
        Assert.Equal([back["id"], made["id"]], list.Json.GetProperty("over").EnumerateArray().Select(run => run.GetProperty("id").GetString()));
        Assert.Equal(
            [AuditStage.Requested, AuditStage.Started, AuditStage.Succeeded],
            (await host.People.RecordAsync(new AuditQuery { Action = "silence-create" })).Select(entry => entry.Stage).Where(stage => stage is not AuditStage.Undone).Reverse());
    }

    [Fact]
    public async Task The_same_key_is_the_same_request_however_often_and_at_once_it_is_sent()
    {
        var olga = await host.TokenAsync("olga");
        var plan = await host.PostAsync(olga, "actions/plan", ActionsHost.Silence());
        var key = ActionsHost.Key();
        var body = ActionsHost.Confirmed(plan["hash"]!);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync(olga, "actions", body, key)));
        Assert.All(answers, answer => Assert.True(answer.Status == 201, answer.Text));
        Assert.Single(answers.Select(answer => answer["id"]).Distinct());
        await host.EndAsync(olga, answers[0]["id"]!);

        var later = await host.PostAsync(olga, "actions", body, ("Idempotency-Key", $"\"{key.Value}\""));
        Assert.Equal((201, answers[0]["id"]), (later.Status, later["id"]));
        Assert.Equal(1, host.Alertmanager.Made);
    }

    [Fact]
    public async Task The_same_key_for_another_request_is_refused_and_does_nothing()
    {
        var olga = await host.TokenAsync("olga");
        var made = await host.DoAsync(olga, key: "the-key-of-this-one");
        var plan = await host.PostAsync(olga, "actions/plan", ActionsHost.Silence(duration: "2h"));

        var other = await host.PostAsync(olga, "actions", ActionsHost.Confirmed(plan["hash"]!, duration: "2h"), ActionsHost.Key("the-key-of-this-one"));
        var words = await host.PostAsync(olga, "actions", ActionsHost.Confirmed(made["plan.hash"]!, reason: "another reason"), ActionsHost.Key("the-key-of-this-one"));

        Assert.Equal((422, 422), (other.Status, words.Status));
        Assert.Contains(made["id"]!, other["detail"]!, StringComparison.Ordinal);
        await host.EndAsync(olga, made["id"]!);
        Assert.Equal(1, host.Alertmanager.Made);
    }

    [Fact]
    public async Task A_plan_that_is_no_longer_the_one_they_saw_is_a_conflict()
    {
        var answer = await host.PostAsync(await host.TokenAsync("olga"), "actions", ActionsHost.Confirmed(new string('0', 64)), ActionsHost.Key());

        Assert.Equal((409, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.NotEmpty(answer.Errors("plan"));
        Assert.Equal(0, host.Alertmanager.Made);
    }

    [Fact]
    public async Task What_a_person_must_say_and_did_not_is_told_by_field()
    {
        var olga = await host.TokenAsync("olga");
        var plan = await host.PostAsync(olga, "actions/plan", ActionsHost.Silence("ledger"));

        var answer = await host.PostAsync(olga, "actions", ActionsHost.Confirmed(plan["hash"]!, "ledger", reason: "no"), ActionsHost.Key());

        Assert.Equal(422, answer.Status);
        Assert.Contains(plan["asks.typed"]!, Assert.Single(answer.Errors("typed")), StringComparison.Ordinal);
        Assert.Contains("at least 5 letters", Assert.Single(answer.Errors("reason")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_is_told_which_grant_is_missing_and_a_confirmation_is_on_record()
    {
        var vera = await host.TokenAsync("vera");
        var plan = await host.PostAsync(vera, "actions/plan", ActionsHost.Silence());
        var confirmed = await host.PostAsync(vera, "actions", ActionsHost.Confirmed(new string('0', 64)), ActionsHost.Key());
        var elsewhere = await host.PostAsync(await host.TokenAsync("bill"), "actions/plan", ActionsHost.Silence("ledger"));

        Assert.Equal((403, "silence", "billing"), (plan.Status, plan["action"], plan["system"]));
        Assert.StartsWith("You may not silence alerts on billing", plan["title"], StringComparison.Ordinal);
        Assert.Equal(403, confirmed.Status);
        Assert.Contains("on billing, not on ledger", elsewhere["detail"]!, StringComparison.Ordinal);
        Assert.Contains(await host.People.RecordAsync(new AuditQuery { Stage = AuditStage.Denied }), entry => entry is { Subject: "vera", Action: "silence", Target: "main" });
    }

    [Fact]
    public async Task A_token_narrowed_to_looking_does_nothing()
    {
        var answer = await host.PostAsync(await host.TokenAsync("olga", Role.Viewer), "actions/plan", ActionsHost.Silence());

        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task An_Alertmanager_that_is_away_is_no_mistake_of_the_caller()
    {
        host.Alertmanager.IsAway = true;

        var answer = await host.PostAsync(await host.TokenAsync("olga"), "actions/plan", ActionsHost.Silence());

        Assert.Equal((503, "preflight"), (answer.Status, answer["stage"]));
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 409, "The rehearsal was refused")]
    [InlineData(false, 503, "No plan can be made now")]
    public void A_rehearsal_that_is_refused_is_told_apart_from_a_server_that_is_away(bool isRefused, int status, string title)
    {
        var told = OpsConsole.Api.ActionProblems.Unplannable(new OpsConsole.Remediation.PlanAnswer.Unplannable(OpsConsole.Remediation.ActionStage.DryRun, "prod says no", []) { IsRefused = isRefused });

        Assert.Equal((status, title, "prod says no."), (told.StatusCode, told.ProblemDetails.Title, told.ProblemDetails.Detail));
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_as_such()
    {
        var filtered = await new OpsConsole.Api.StoreAnswers().InvokeAsync(null!, _ => throw new OpsConsole.Storage.StorageException(OpsConsole.Storage.StorageFault.Unreachable, "The database does not answer."));

        Assert.Equal(503, Assert.IsType<Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>(filtered).StatusCode);
    }
}
