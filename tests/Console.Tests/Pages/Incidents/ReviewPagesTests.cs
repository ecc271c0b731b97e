using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Incidents;

/// <summary>The pages of reviews, as they are drawn on the server.</summary>
public sealed class ReviewPagesTests : IAsyncDisposable
{
    private const string Evil = "<script>alert(1)</script>";
    private static readonly Person Tester = new(ConsoleHost.Tester, "The tester", ["ops-admins"], SignInMethod.Local);
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ReviewPagesTests() => Known.InTrouble(console.Live);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private ReviewDesk Desk => console.Services.GetRequiredService<ReviewDesk>();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Before_a_review_is_begun_its_page_says_what_it_will_begin_with()
    {
        var id = await ClosedAsync("Checkout fails");
        var page = await console.PageAsync($"/incidents/{id}/review");
        Assert.Equal("Review of Checkout fails", Assert.Single(page.QuerySelectorAll("h1")).Words());
        Assert.Contains("Nobody began it yet", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        var begin = page.QuerySelectorAll("main .btn.main").Single();
        Assert.Equal(("Begin the review", true), (begin.Words(), begin.HasAttribute("disabled")));
        Assert.Null(page.QuerySelector("a[download]"));
        Assert.Contains("There is no such incident.", (await console.PageAsync("/incidents/none/review")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_has_its_sections_in_order_with_what_is_known_and_says_what_is_missing()
    {
        var id = await BegunAsync("Checkout fails");
        Must(await Desk.WriteAsync(id, ReviewSection.WentBadly, "The alert was late\n- by ten minutes", 1, Tester, Cancellation));
        Must(await Desk.PromiseAsync(id, new ItemWish("alert earlier", "Ada", Today), Tester, Cancellation));
        var page = await console.PageAsync($"/incidents/{id}/review");
        Assert.Equal(ReviewSections.All.Select(section => section.Heading()), page.QuerySelectorAll(".rv-section h2").Select(title => title.Words()));
        Assert.Equal("Being written: nothing yet on what went well and lessons; 1 action item is open", page.QuerySelector(".head [role=status]")!.Words());
        Assert.Contains("Checkout fails (class 1, Billing)", Section("Summary"), StringComparison.Ordinal);
        Assert.Contains("It lasted", Section("Impact"), StringComparison.Ordinal);
        Assert.Contains("as the console began it", Section("Summary"), StringComparison.Ordinal);
        Assert.Matches("What went badly ?The tester, .* ago ?Write ?The alert was late by ten minutes ?Earlier texts \\(1\\)", Section("WentBadly"));
        Assert.Equal("by ten minutes", page.QuerySelector("[data-section=WentBadly] .prose li")!.Words());
        Assert.Contains("What helped, so that it is there next time.", Section("WentWell"), StringComparison.Ordinal);
        Assert.Matches("alert earlier ?Ada ?today ?Done ?Change", page.QuerySelector(".rv-items .item")!.Words());
        Assert.Equal($"incidents/{id}/review.md", page.QuerySelector("a[download]")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("a[href=reviews]"));

        string Section(string name) => page.QuerySelector($"[data-section={name}]")!.Words();
    }

    [Fact]
    public async Task What_people_wrote_stays_text()
    {
        var id = await BegunAsync($"Checkout {Evil}");
        Must(await Desk.WriteAsync(id, ReviewSection.Lessons, $"{Evil}\n- [a](javascript:alert(1))\n- ![x](http://evil.example/x.png)\n{{{{ labels.pod }}}}\n---\n# Big", 1, Tester, Cancellation));
        Must(await Desk.PromiseAsync(id, new ItemWish(Evil, Evil, Today), Tester, Cancellation));
        foreach (var path in (string[])[$"/incidents/{id}/review", "/reviews"])
        {
            var main = (await console.PageAsync(path)).QuerySelector("main")!;
            Assert.Empty(main.QuerySelectorAll("script, .prose a, .prose img, .prose h1, .prose hr, [style], .place"));
            Assert.Contains(Evil, main.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("{{ labels.pod }}", (await console.PageAsync($"/incidents/{id}/review")).QuerySelector("[data-section=Lessons] .prose")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_section_of_all_is_shown_whole()
    {
        var id = await BegunAsync("Checkout fails");
        var text = string.Join('\n', Enumerable.Range(100, 200).Select(number => $"- {number} [*_`<>_*] {new string('x', 70)}"));
        Must(await Desk.WriteAsync(id, ReviewSection.Timeline, text, 1, Tester, Cancellation));
        var section = (await console.PageAsync($"/incidents/{id}/review")).QuerySelector("[data-section=Timeline] .prose")!;
        Assert.Equal(200, section.QuerySelectorAll("li").Length);
        Assert.StartsWith("299 [*_`<>_*] xxx", section.QuerySelectorAll("li")[^1].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_look_reads_all_of_it_and_is_told_what_is_missing()
    {
        var id = await BegunAsync("Checkout fails");
        Must(await Desk.PromiseAsync(id, new ItemWish("alert earlier", "Ada", Today), Tester, Cancellation));
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);
        var page = await vera.PageAsync($"/incidents/{id}/review");
        Assert.Contains("work-incident needs", page.QuerySelector("#review-why")!.Words(), StringComparison.Ordinal);
        Assert.Equal(7, page.QuerySelectorAll(".rv-section header .btn[aria-disabled=true][aria-describedby=review-why]").Length);
        Assert.Equal(2, page.QuerySelectorAll(".rv-items .btn[aria-disabled=true]").Length);
        Assert.Empty(page.QuerySelectorAll("main form"));
        var list = await vera.PageAsync("/reviews");
        Assert.Contains("You can see them, and not close them", list.QuerySelector("#items-why")!.Words(), StringComparison.Ordinal);
        Assert.Equal(2, list.QuerySelectorAll(".rv-items .btn[aria-disabled=true][aria-describedby=items-why]").Length);
    }

    [Fact]
    public async Task Reviews_are_listed_by_how_far_they_are_and_what_was_promised_by_its_day()
    {
        Assert.Contains("No review is wanted and none was begun", (await console.PageAsync("/reviews")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        var wanted = await ClosedAsync("Wanted");
        await ClosedAsync("A false alarm", verdict: IncidentVerdict.Noise);
        await ClosedAsync("A small one", severity: 2);
        var writing = await BegunAsync("In the making");
        var written = await BegunAsync("All said");
        foreach (var section in ReviewSections.All)
        {
            Must(await Desk.WriteAsync(written, section, "said", 1, Tester, Cancellation));
        }

        Must(await Desk.PromiseAsync(written, new ItemWish("soon", "somebody else", Today.AddDays(3)), Tester, Cancellation));
        Must(await Desk.PromiseAsync(writing, new ItemWish("too late", "The tester and Ada", Today.AddDays(-1)), Tester, Cancellation));
        var page = await console.PageAsync("/reviews");
        Assert.Equal("2 action items are open, 1 late; 1 review is wanted, 1 being written", page.QuerySelector(".head [role=status]")!.Words());
        Assert.Equal(["Open action items", "Wanted", "Being written", "Finished"], page.QuerySelectorAll("main h2").Select(title => title.Words()));
        Assert.Equal([wanted, writing, written], page.QuerySelectorAll(".rv-row a").Select(link => link.GetAttribute("href")!.Split('/')[1]));
        Assert.Contains("nothing yet on what went well, what went badly and lessons; 1 action item open", page.QuerySelectorAll(".rv-row")[1].Words(), StringComparison.Ordinal);
        Assert.Equal(["too late", "soon"], await ItemsAsync("/reviews"));
        Assert.Equal(["too late"], await ItemsAsync("/reviews?show=late"));
        Assert.Equal(["too late"], await ItemsAsync("/reviews?show=mine"));
        Assert.Equal(["too late", "soon"], await ItemsAsync("/reviews?show=;drop"));
        var late = page.QuerySelector(".rv-items .item")!;
        Assert.Equal(("late by a day", $"incidents/{writing}/review"), (late.QuerySelector(".pill.warn")!.Words(), late.QuerySelector("a")!.GetAttribute("href")));
        Must(await Desk.CloseItemAsync((await Desk.OpenItemsAsync(Cancellation))[0].Id, "done", null, Tester, Cancellation));
        Assert.Equal(["soon"], await ItemsAsync("/reviews"));
    }

    [Fact]
    public async Task The_file_is_the_review_as_Markdown()
    {
        var id = await BegunAsync($"Checkout {Evil}");
        using var answer = await console.Http.GetAsync(new Uri(console.Address, $"/incidents/{id}/review.md"), Cancellation);
        Assert.Equal(("text/markdown", $"attachment; filename=\"review-{id}.md\""), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.GetValues("Content-Disposition").Single()));
        Assert.StartsWith("# Checkout &lt;script&gt;", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var none = await console.Http.GetAsync(new Uri(console.Address, "/incidents/none/review.md"), Cancellation);
        Assert.Equal(404, (int)none.StatusCode);
    }

    [Fact]
    public async Task When_the_store_does_not_answer_the_pages_say_so_and_invent_nothing()
    {
        var id = await BegunAsync("Checkout fails");
        await console.Services.GetRequiredService<Database>().WriteAsync(work => work.ExecuteAsync("DROP TABLE review_items", new { }, Cancellation), Cancellation);
        var page = (await console.PageAsync($"/incidents/{id}/review")).QuerySelector("main")!;
        Assert.Contains("The review can't be read", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody began it yet", page.Words(), StringComparison.Ordinal);
        var list = (await console.PageAsync("/reviews")).QuerySelector("main")!;
        Assert.Contains("The reviews can't be read", list.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("0 ", list.QuerySelector(".head")!.Words(), StringComparison.Ordinal);
    }

    private static void Must(Result<Review> result) => Assert.True(result.IsOk, result.IsOk ? string.Empty : result.Explanation);

    private async Task<IEnumerable<string>> ItemsAsync(string path) => (await console.PageAsync(path)).QuerySelectorAll(".rv-items .item b").Select(item => item.Words());

    private async Task<string> BegunAsync(string title)
    {
        var id = await ClosedAsync(title);
        Must(await Desk.BeginAsync(id, Tester, Cancellation));
        return id;
    }

    private async Task<string> ClosedAsync(string title, IncidentVerdict verdict = IncidentVerdict.Useful, int severity = 1)
    {
        var desk = console.Services.GetRequiredService<IncidentDesk>();
        var opened = await desk.OpenAsync(new NewIncident(title, severity) { Systems = ["billing"] }, Tester, Cancellation);
        Assert.True(opened.IsOk, opened.IsOk ? string.Empty : opened.Explanation);
        var closed = await desk.CloseAsync(opened.Value.Id, new IncidentClosing("a full disk", verdict), Tester, null, Cancellation);
        Assert.True(closed.IsOk, closed.IsOk ? string.Empty : closed.Explanation);
        return opened.Value.Id;
    }
}
