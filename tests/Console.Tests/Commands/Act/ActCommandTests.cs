using OpsConsole.Api;
using OpsConsole.Commands.Act;
using OpsConsole.Remediation;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Commands.Act;

/// <summary>Guarded actions from a terminal, against a console that answers what the test says.</summary>
public sealed class ActCommandTests : IAsyncLifetime
{
    private const string Typed = "billing-lock @ east";
    private static readonly string[] Lease = ["lease-delete", "--system", "billing", "--target", "pay/billing-lock"];
    private readonly StringWriter output = new();
    private StubConsole console = null!;
    private string? terminal;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => console = await StubConsole.StartAsync();

    public async ValueTask DisposeAsync()
    {
        output.Dispose();
        await console.DisposeAsync();
    }

    [Fact]
    public async Task A_plan_is_printed_with_guards_changes_and_what_it_needs_and_nothing_is_confirmed()
    {
        console.Then(KnownActions.Plan(RiskTier.SecondPerson));

        Assert.Equal(ActCommand.Worked, await RunAsync([.. Lease, "--plan"]));

        Assert.Equal(
            $"""
            Delete Lease pay/billing-lock (Lease of east; lease-delete on billing)
            plan         {KnownActions.Hash}
            granted by   operator is granted to ops-operators by access.yaml:3
            acts as      the console's own account
            guards
              pass     lease-renewed    The lease has run out
                                        renewed 6 min ago, the lease lasts 30 s
            changes
              - Lease billing-lock, holder x2m4q
              + a new Lease
            warning      beware
            needs        "billing-lock @ east" typed, a reason, and a second person: it decides who leads
            can agree    Grace
            afterwards   a new lease that somebody holds; looked at for 60 s at most
            undo         can't be undone: a deleted lease is made anew by the next leader, not restored

            """,
            output.ToString(), ignoreLineEndingDifferences: true);
        var asked = Assert.Single(console.Sent);
        Assert.Equal(("POST", "/api/v1/actions/plan", "Bearer ops_secret"), (asked.Method, asked.Path, asked.Token));
        Assert.Equal(("lease-delete", "billing", "pay/billing-lock"), (Text(asked, "kind"), Text(asked, "system"), Text(asked, "target")));
    }

    [Fact]
    public async Task A_plan_that_a_guard_stops_is_no_success_and_a_confirmation_ends_there()
    {
        console.Then(Stopped(mayBeOverridden: true)).Then(Stopped(mayBeOverridden: false));

        Assert.Equal(ActCommand.NotDone, await RunAsync([.. Lease, "--plan"]));
        Assert.Contains("BLOCK    lease-renewed", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Nothing was done: stopped by lease-renewed; an admin may go on with --override lease-renewed.", output.ToString(), StringComparison.Ordinal);

        Assert.Equal(ActCommand.NotDone, await RunAsync([.. Lease, "--typed", Typed, "--reason", "nobody leads"]));
        Assert.EndsWith($"Nothing was done: stopped by lease-renewed.{Environment.NewLine}", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_why_and_every_parameter_are_sent_with_the_plan_that_was_seen()
    {
        console.Then(KnownActions.Plan()).Then(KnownActions.Run(RunState.Running), 201);

        Assert.Equal(ActCommand.Worked, await RunAsync("scale", "--system", "billing", "--namespace", "pay", "--name", "api", "--replicas", "-1", "--typed", Typed, "--reason", "nobody leads", "--alert", "00000000000000aa"));

        var confirmed = console.Sent[1];
        Assert.Equal(("/api/v1/actions", "pay/api", KnownActions.Hash, Typed, "nobody leads"),
            (confirmed.Path, Text(confirmed, "target"), Text(confirmed, "planHash"), Text(confirmed, "typed"), Text(confirmed, "reason")));
        Assert.Equal("-1", confirmed.Json.GetProperty("parameters").GetProperty("replicas").GetString());
        Assert.Equal("00000000000000aa", confirmed.Json.GetProperty("from").GetProperty("alert").GetString());
        Assert.Equal(36, confirmed.Key!.Length);
    }

    [Fact]
    public async Task Without_a_terminal_nothing_is_asked_and_what_is_missing_is_said()
    {
        console.Then(KnownActions.Plan()).Then(KnownActions.Plan());

        Assert.Equal(ActCommand.Misused, await RunAsync(Lease));
        Assert.Contains("Nothing was done: say --typed \"billing-lock @ east\"", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ActCommand.Misused, await RunAsync([.. Lease, "--typed", Typed]));
        Assert.Contains("Nothing was done: say --reason WHY", output.ToString(), StringComparison.Ordinal);
        Assert.All(console.Sent, sent => Assert.EndsWith("/plan", sent.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_a_terminal_what_is_missing_is_asked_for()
    {
        terminal = $"{Typed}\nnobody leads\n";
        console.Then(KnownActions.Plan()).Then(KnownActions.Run(RunState.Waiting), 201);

        Assert.Equal(ActCommand.Waits, await RunAsync(Lease));

        Assert.Contains("Type billing-lock @ east to confirm: ", output.ToString(), StringComparison.Ordinal);
        Assert.Equal((Typed, "nobody leads"), (Text(console.Sent[1], "typed"), Text(console.Sent[1], "reason")));
        Assert.Contains($"{KnownActions.Id}  waiting  ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("until 12:15:00Z", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_click_needs_nothing_typed_but_setting_a_guard_aside_does()
    {
        console.Then(KnownActions.Plan(RiskTier.Click), new AsksReply(null, false, false, [], false)).Then(KnownActions.Run(RunState.Running), 201)
            .Then(KnownActions.Plan(RiskTier.Click, KnownActions.Guard(GuardVerdict.Block, true)), new AsksReply(null, false, false, [], false));

        Assert.Equal(ActCommand.Worked, await RunAsync(Lease));
        Assert.Equal(ActCommand.Misused, await RunAsync([.. Lease, "--override", "lease-renewed"]));
        Assert.Contains("say --typed \"billing-lock @ east\"", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunState.Succeeded, ActionOutcome.Worked, ActCommand.Worked)]
    [InlineData(RunState.Failed, ActionOutcome.NoEffect, ActCommand.NotDone)]
    [InlineData(RunState.Failed, ActionOutcome.MadeWorse, ActCommand.NotDone)]
    [InlineData(RunState.Failed, ActionOutcome.RefusedByServer, ActCommand.NotDone)]
    [InlineData(RunState.Unknown, ActionOutcome.Unknown, ActCommand.NotDone)]
    [InlineData(RunState.Lapsed, null, ActCommand.NotDone)]
    [InlineData(RunState.Refused, null, ActCommand.NotDone)]
    public async Task With_wait_the_steps_are_told_as_they_happen_and_the_end_is_the_exit_code(RunState end, ActionOutcome? outcome, int code)
    {
        console.Then(KnownActions.Plan()).Then(KnownActions.Run(RunState.Running), 201).Then(KnownActions.Run(RunState.Running, null, 2)).Then(KnownActions.Run(end, outcome, 3));

        Assert.Equal(code, await RunAsync([.. Lease, "--typed", Typed, "--reason", "nobody leads", "--wait"]));

        Assert.Equal([$"/api/v1/actions/{KnownActions.Id}?wait=30s&after=1", $"/api/v1/actions/{KnownActions.Id}?wait=30s&after=2"], console.Sent.Skip(2).Select(sent => sent.Path));
        Assert.Equal(["1", "2", "3"], output.ToString().Split('\n').Where(line => line.Contains("execution", StringComparison.Ordinal)).Select(line => line.Trim()[^1..]));
    }

    [Fact]
    public async Task A_confirmation_whose_answer_is_lost_is_sent_again_by_the_same_key()
    {
        console.Then(KnownActions.Plan()).ThenCut().ThenCut().Then(KnownActions.Run(RunState.Running), 201);

        Assert.Equal(ActCommand.Worked, await RunAsync([.. Lease, "--typed", Typed, "--reason", "nobody leads", "--key", "my-own-key"]));

        Assert.Equal(["my-own-key", "my-own-key", "my-own-key"], console.Sent.Skip(1).Select(sent => sent.Key));
        Assert.Single(console.Sent.Skip(1).Select(sent => sent.Body).Distinct());
    }

    [Theory]
    [InlineData(403, ActCommand.NotDone)]
    [InlineData(409, ActCommand.NotDone)]
    [InlineData(422, ActCommand.Misused)]
    [InlineData(400, ActCommand.Misused)]
    [InlineData(503, ActCommand.NotDone)]
    public async Task A_refusal_is_told_in_the_consoles_words(int status, int code)
    {
        console.Then(status, new { title = "This can't be asked for", detail = "replicas: '3.5' is no whole number." });

        Assert.Equal(code, await RunAsync([.. Lease, "--plan"]));
        Assert.Contains("This can't be asked for: replicas: '3.5' is no whole number.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_person_sees_the_plan_and_agrees_to_that_one()
    {
        terminal = "looks right\napprove\n";
        console.Then(KnownActions.Run(RunState.Waiting)).Then(KnownActions.Plan() with { Warnings = ["as of now"] }).Then(KnownActions.Run(RunState.Running));

        Assert.Equal(ActCommand.Worked, await RunAsync("approve", KnownActions.Id));
        Assert.Contains("as of now", output.ToString(), StringComparison.Ordinal);

        Assert.Contains("renewed 6 min ago", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("reason       nobody leads", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(($"/api/v1/actions/{KnownActions.Id}/approve", KnownActions.Hash, "looks right"), (console.Sent[2].Path, Text(console.Sent[2], "planHash"), Text(console.Sent[2], "reason")));
    }

    [Theory]
    [InlineData("looks right\nno\n", "approve", KnownActions.Id)]
    [InlineData("looks right\n\n", "approve", KnownActions.Id)]
    [InlineData(null, "approve", KnownActions.Id, "--reason", "looks right")]
    public async Task Nobody_agrees_by_accident(string? answers, params string[] args)
    {
        terminal = answers;
        console.Then(KnownActions.Run(RunState.Waiting));
        _ = answers is null ? console : console.Then(409, new { title = "Nothing was done", detail = "it changed." });

        Assert.Equal(ActCommand.Misused, await RunAsync(args));

        Assert.DoesNotContain(console.Sent, sent => sent.Method == "POST");
        Assert.Contains("Nothing was done: say --hash H", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusing_and_withdrawing_are_no_failures()
    {
        console.Then(KnownActions.Run(RunState.Waiting)).Then(KnownActions.Run(RunState.Refused)).Then(KnownActions.Run(RunState.Withdrawn));

        Assert.Equal(ActCommand.Worked, await RunAsync("refuse", KnownActions.Id, "--reason", "not now", "--hash", KnownActions.Hash));
        Assert.Equal(ActCommand.Worked, await RunAsync("withdraw", KnownActions.Id));
    }

    [Fact]
    public async Task An_undo_is_the_request_that_the_run_offers()
    {
        var offered = KnownActions.Run(RunState.Succeeded, ActionOutcome.Worked) with { UndoRequest = new ActionRequest("scale", "billing", "pay/api") { Parameters = KnownActions.Plan().Parameters.Add("replicas", "3") } };
        console.Then(offered).Then(KnownActions.Plan()).Then(KnownActions.Run(RunState.Succeeded, ActionOutcome.Worked));

        Assert.Equal(ActCommand.Worked, await RunAsync("undo", KnownActions.Id, "--plan"));
        Assert.Equal(("scale", KnownActions.Id, "3"), (Text(console.Sent[1], "kind"), Text(console.Sent[1], "undoOf"), console.Sent[1].Json.GetProperty("parameters").GetProperty("replicas").GetString()));

        Assert.Equal(ActCommand.NotDone, await RunAsync("undo", KnownActions.Id));
        Assert.Contains("can't be taken back: a deleted lease is made anew", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_names_each_run_in_a_line()
    {
        console.Then(200, new RunsReply("stale", [new RunSummary(KnownActions.Run(RunState.Waiting))], [new RunSummary(KnownActions.Run(RunState.Succeeded, ActionOutcome.Worked))], null));

        Assert.Equal(ActCommand.Worked, await RunAsync("list", "--system", "billing"));

        Assert.Equal("/api/v1/actions?system=billing", console.Sent[0].Path);
        Assert.Equal(3, output.ToString().TrimEnd().Split('\n').Length);
        Assert.Contains("What is open is stale", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Ada Lovelace: Delete Lease pay/billing-lock on billing: billing-x holds the lease after 11 s", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_control_character_of_others_reaches_the_terminal()
    {
        console.Then(KnownActions.Plan() with { Warnings = ["\u001b[2J\u001b]0;owned\u0007\u202egnp.exe\nBLOCK"], Title = "a\rb\u009bc" });

        await RunAsync([.. Lease, "--plan"]);

        Assert.DoesNotContain(output.ToString(), letter => (char.IsControl(letter) && letter is not ('\n' or '\r')) || letter is '\u202e');
        Assert.Contains("warning      ?[2J?]0;owned??gnp.exe?BLOCK", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("a?b?c", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_follows_no_redirect()
    {
        console.Then(http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = $"{console.Url}/elsewhere";
            return Task.CompletedTask;
        });

        Assert.Equal(ActCommand.NotDone, await RunAsync("status", KnownActions.Id));
        Assert.Single(console.Sent);
        Assert.Contains("is the address right?", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_the_answer_is_one_document()
    {
        console.Then(KnownActions.Plan()).Then(KnownActions.Run(RunState.Succeeded, ActionOutcome.Worked), 201);

        Assert.Equal(ActCommand.Worked, await RunAsync([.. Lease, "--typed", Typed, "--reason", "nobody leads", "--wait", "--json"]));

        using var json = System.Text.Json.JsonDocument.Parse(output.ToString());
        Assert.Equal(("succeeded", "worked"), (json.RootElement.GetProperty("state").GetString(), json.RootElement.GetProperty("outcome").GetString()));
    }

    private static ActionPlan Stopped(bool mayBeOverridden) => KnownActions.Plan(RiskTier.TypedName, KnownActions.Guard(GuardVerdict.Block, mayBeOverridden));

    private static string? Text(Sent sent, string member) => sent.Json.GetProperty(member).GetString();

    private Task<int> RunAsync(params string[] args) => ActCommand.RunAsync(
        args,
        new ActSurroundings(output, name => name switch { "OPSCONSOLE_SERVER" => console.Url, "OPSCONSOLE_TOKEN" => "ops_secret", _ => null }, TimeProvider.System)
        {
            Terminal = terminal is null ? null : new StringReader(terminal),
        },
        Cancellation);
}
