using OpsConsole.Remediation;
using OpsConsole.Tests.Components.Remediation;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

public sealed class ActionsPageTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ActionsPageTests() => Known.Fine(console.Live);

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task With_nothing_to_do_it_says_where_actions_are_asked_for()
    {
        See();

        var main = (await console.PageAsync("/actions")).QuerySelector("main")!.Words();

        Assert.Contains("Nothing waits for approval and nothing is under way", main, StringComparison.Ordinal);
        Assert.Contains("asked for from an alert", main, StringComparison.Ordinal);
        Assert.Contains("None ended in the last 24 hours", main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_not_called_nothing()
    {
        See();
        console.Live.Actions.Failed("The database does not answer.");

        var main = (await console.PageAsync("/actions")).QuerySelector("main")!.Words();

        Assert.Contains("What waits and goes on is not known now", main, StringComparison.Ordinal);
        Assert.Contains("Stale", main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_request_shows_the_whole_plan_and_can_be_decided()
    {
        See(KnownPlans.Run(RunState.Waiting));

        var page = await console.PageAsync("/actions");

        var card = page.QuerySelector("article.waiting")!;
        Assert.Contains("Delete Lease pay/billing-lock", card.Words(), StringComparison.Ordinal);
        Assert.Contains("The node may come back", card.Words(), StringComparison.Ordinal);
        Assert.Contains("Lease billing-lock, held by x2m4q", card.Words(), StringComparison.Ordinal);
        Assert.Contains("Holder evicted with worker-3", card.Words(), StringComparison.Ordinal);
        Assert.False(card.QuerySelector("textarea")!.HasAttribute("disabled"));
        Assert.Equal("1 wait for you", page.QuerySelector(".nav a[href=actions] .count")!.Words());
        Assert.Equal("1 approval waits", page.QuerySelector(".top a[href=actions]")!.Words());
    }

    [Fact]
    public async Task Ones_own_request_can_not_be_approved_and_says_so()
    {
        See(KnownPlans.Run(RunState.Waiting, KnownPlans.Tester));

        var page = await console.PageAsync("/actions");

        var approve = page.QuerySelectorAll("article.waiting button").First(button => button.Words() == "Approve");
        Assert.Equal("true", approve.GetAttribute("aria-disabled"));
        Assert.Contains("You asked for it yourself: somebody else has to agree.", page.QuerySelector($"#{approve.GetAttribute("aria-describedby")}")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Withdraw it", page.QuerySelector("article.waiting footer")!.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".top a[href=actions]"));
        Assert.Equal("1 of yours wait for somebody else", page.QuerySelector(".nav a[href=actions] .count")!.Words());
    }

    [Fact]
    public async Task A_viewer_sees_what_waits_and_why_they_can_not_decide_it()
    {
        See(KnownPlans.Run(RunState.Waiting));
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var page = await vera.PageAsync("/actions");

        var approve = page.QuerySelectorAll("article.waiting button").First(button => button.Words() == "Approve");
        Assert.Equal("true", approve.GetAttribute("aria-disabled"));
        Assert.Contains("approver or admin on billing", page.QuerySelector($"#{approve.GetAttribute("aria-describedby")}")!.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".nav a[href=actions] .count"));
    }

    [Fact]
    public async Task What_is_done_says_what_became_of_it_in_plain_words()
    {
        See(
            KnownPlans.Run(RunState.Succeeded, id: "01jd8r4w2k5n7q9s3v6a") with { Outcome = ActionOutcome.Worked, Says = "8kd2p holds the lease after 11 s" },
            KnownPlans.Run(RunState.Failed, id: "01jd8r4w2k5n7q9s3v6b") with { Outcome = ActionOutcome.MadeWorse, Says = "1 of 3 is ready" },
            KnownPlans.Run(RunState.Unknown, id: "01jd8r4w2k5n7q9s3v6c") with { Outcome = ActionOutcome.Unknown });

        var rows = (await console.PageAsync("/actions")).QuerySelectorAll(".runs tbody tr");

        Assert.Equal(["Worked", "Made it worse", "Not known whether done"], rows.Select(row => row.QuerySelector(".sev")!.Words()));
        Assert.Contains("8kd2p holds the lease after 11 s", rows[0].Words(), StringComparison.Ordinal);
        Assert.Equal("actions/01jd8r4w2k5n7q9s3v6a", rows[0].QuerySelector("th a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("?system=billing", 1)]
    [InlineData("?system=search", 0)]
    [InlineData("?kind=lease-delete&who=OLGA", 1)]
    [InlineData("?who=ada", 0)]
    public async Task The_filter_stands_in_the_address(string query, int rows)
    {
        See(KnownPlans.Run(RunState.Succeeded) with { Outcome = ActionOutcome.Worked });

        Assert.Equal(rows, (await console.PageAsync($"/actions{query}")).QuerySelectorAll(".runs tbody tr").Length);
    }

    [Fact]
    public async Task A_broken_glass_is_loud_on_every_page_until_somebody_else_reviewed_it()
    {
        var run = KnownPlans.Run(RunState.Succeeded) with { BrokeGlass = true, Outcome = ActionOutcome.Worked };
        console.Live.Actions.Observed(new ActionBoard([run], [], [new ReviewItem(run.Id, "billing", KnownPlans.Now, ["The tester", "Ada"])]));

        var banner = (await console.PageAsync("/")).QuerySelector(".banners .banner[data-sev=critical]")!.Words();
        var page = await console.PageAsync("/actions");

        Assert.Contains("Olga Operator went without the second person", banner, StringComparison.Ordinal);
        Assert.Contains("You could have agreed and were not asked.", banner, StringComparison.Ordinal);
        Assert.Contains("The tester, Ada", page.QuerySelector("#reviews")!.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#reviews button")!.GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task Who_broke_the_glass_does_not_review_it()
    {
        var run = KnownPlans.Run(RunState.Succeeded, KnownPlans.Tester) with { BrokeGlass = true, Outcome = ActionOutcome.Worked };
        console.Live.Actions.Observed(new ActionBoard([run], [], [new ReviewItem(run.Id, "billing", KnownPlans.Now, ["Ada"])]));

        var page = await console.PageAsync("/actions");

        Assert.Equal("true", page.QuerySelector("#reviews button")!.GetAttribute("aria-disabled"));
        Assert.Contains("You broke it yourself", page.QuerySelector("#reviews")!.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".banners .banner[data-sev=critical]"));
    }

    [Fact]
    public async Task A_freeze_stands_on_the_page_of_its_system()
    {
        console.Live.Actions.Observed(new ActionBoard([], [new Freeze("f1", "billing", KnownPlans.Now.AddHours(-1), KnownPlans.Now.AddHours(1), "closing the books", "Ada", "ada")], []));

        Assert.Contains("Changes are frozen", (await console.PageAsync("/systems/billing")).QuerySelector(".banner.freeze")!.Words(), StringComparison.Ordinal);
        Assert.Null((await console.PageAsync("/systems/search")).QuerySelector(".banner.freeze"));
        Assert.Contains("closing the books", (await console.PageAsync("/actions")).QuerySelector(".freezes")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_has_a_page_with_its_stages_steps_and_the_way_to_the_record()
    {
        See(KnownPlans.Run(RunState.Running));

        var page = await console.PageAsync("/actions/01jd8r4w2k5n7q9s3v6x");

        Assert.Equal(10, page.QuerySelectorAll(".stages li").Length);
        Assert.Contains("Under way", page.QuerySelector(".result")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Olga Operator confirmed the plan.", page.QuerySelector(".steps-of-run")!.Words(), StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("a"), link => link.GetAttribute("href") == "audit?affair=01jd8r4w2k5n7q9s3v6x");
        Assert.Contains("Can't be undone: a deleted lease is made anew by the next leader", page.QuerySelector(".dialog footer")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undo_is_asked_for_as_any_action_is()
    {
        See(KnownPlans.Run(RunState.Succeeded) with { Outcome = ActionOutcome.Worked, UndoRequest = KnownPlans.Scale("3") with { UndoOf = "01jd8r4w2k5n7q9s3v6x" } });

        var link = (await console.PageAsync("/actions/01jd8r4w2k5n7q9s3v6x")).QuerySelectorAll(".dialog footer a").Single();

        Assert.Equal("actions/new?kind=scale&system=billing&target=pay%2Fbilling-api&replicas=3&undo=01jd8r4w2k5n7q9s3v6x", link.GetAttribute("href"));
    }

    [Fact]
    public async Task A_link_that_is_cut_says_that_there_is_no_such_action()
    {
        See();

        var main = (await console.PageAsync("/actions/" + Uri.EscapeDataString("<script>"))).QuerySelector("main")!.Words();

        Assert.Contains("There is no such action", main, StringComparison.Ordinal);
        Assert.Contains("<script>", main, StringComparison.Ordinal);
    }

    private void See(params ActionRun[] runs) => console.Live.Actions.Observed(new ActionBoard([.. runs], [], []));
}
