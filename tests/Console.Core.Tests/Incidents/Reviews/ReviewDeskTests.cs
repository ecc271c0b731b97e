using Dapper;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Reviews;

/// <summary>A review, written by several people at once.</summary>
public sealed class ReviewDeskTests(Stores stores)
{
    private static readonly DateOnly Later = new(2026, 12, 1);
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task It_begins_with_what_is_known_and_each_section_is_written_by_who_saw_the_last_text(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var desk = console.Get<ReviewDesk>();
        var incident = await AfterwardsAsync(console);
        Assert.Null(await desk.FindAsync(incident.Id, Cancellation));
        Assert.Equal("section", IncidentWorld.Refused(await desk.WriteAsync(incident.Id, ReviewSection.Lessons, "x", 0, IncidentWorld.Ada, Cancellation)));

        var begun = IncidentWorld.Must(await desk.BeginAsync(incident.Id, IncidentWorld.Ada, Cancellation));
        Assert.Equal(ReviewSections.All, begun.Sections.Select(text => text.Section));
        Assert.Equal(
            "Checkout fails (class 1, The alpha). It began at 2026-11-21 12:00:00 UTC and was over 20 min later, at 2026-11-21 12:20:00 UTC. Ben Ek had it after 3 min.", begun[ReviewSection.Summary].Text);
        Assert.Equal("- 2026-11-21 12:00:00 UTC Ada Ek opened it\n- 2026-11-21 12:03:00 UTC Ben Ek acknowledged it\n- 2026-11-21 12:20:00 UTC Olga Ek closed it: useful: a full disk", begun[ReviewSection.Timeline].Text);
        Assert.Equal(("a full disk", ""), (begun[ReviewSection.Causes].Text, begun[ReviewSection.WentWell].Text));

        var both = await Task.WhenAll(
            desk.WriteAsync(incident.Id, ReviewSection.WentWell, "Ben was quick", 1, IncidentWorld.Ada, Cancellation), desk.WriteAsync(incident.Id, ReviewSection.WentWell, "the runbook helped", 1, IncidentWorld.Ben, Cancellation));
        var (won, lost) = both[0].IsOk ? (both[0], both[1]) : (both[1], both[0]);
        Assert.Equal("seenVersion", IncidentWorld.Refused(lost));
        Assert.Contains($"{won.Value[ReviewSection.WentWell].By.Name} wrote \"What went well\"", lost.Explanation, StringComparison.Ordinal);
        IncidentWorld.Must(await desk.WriteAsync(incident.Id, ReviewSection.WentWell, "both", 2, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.WriteAsync(incident.Id, ReviewSection.WentBadly, "the alert was late", 1, IncidentWorld.Ben, Cancellation));
        Assert.Equal(["both", won.Value[ReviewSection.WentWell].Text, ""], (await desk.EarlierAsync(incident.Id, ReviewSection.WentWell, Cancellation)).Select(text => text.Text));
        var again = IncidentWorld.Must(await desk.BeginAsync(incident.Id, IncidentWorld.Ben, Cancellation));
        Assert.Equal("both", again[ReviewSection.WentWell].Text);
        Assert.Equal(["review-begin", "review-write", "review-write", "review-write"], (await console.EntriesAsync()).Skip(3).Select(entry => entry.Parameters["deed"]));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_was_promised_is_listed_until_it_is_closed_and_keeps_its_incident(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var desk = console.Get<ReviewDesk>();
        var incident = await AfterwardsAsync(console);
        IncidentWorld.Must(await desk.BeginAsync(incident.Id, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.PromiseAsync(incident.Id, new ItemWish("alert earlier", "Ben", Later.AddDays(3)), IncidentWorld.Ada, Cancellation));
        var item = IncidentWorld.Must(await desk.PromiseAsync(incident.Id, new ItemWish("a bigger disk", "Olga", Later), IncidentWorld.Ada, Cancellation)).Items[0];
        Assert.Equal(["a bigger disk", "alert earlier"], (await desk.OpenItemsAsync(Cancellation)).Select(one => one.Text));
        Assert.Equal((false, true), (item.IsLateAt(Later), item.IsLateAt(Later.AddDays(1))));
        Assert.Null(await OverAtAsync(console, incident.Id));

        IncidentWorld.Must(await desk.ChangeItemAsync(item.Id, new ItemWish("a much bigger disk", "Ada", Later), 1, IncidentWorld.Ada, Cancellation));
        Assert.Equal("seenVersion", IncidentWorld.Refused(await desk.CloseItemAsync(item.Id, "done", 1, IncidentWorld.Ben, Cancellation)));
        var closed = IncidentWorld.Must(await desk.CloseItemAsync(item.Id, "done", 2, IncidentWorld.Ben, Cancellation)).Items[^1];
        Assert.Equal(("a much bigger disk", "Ada", "ben", "done", 3), (closed.Text, closed.Owner, closed.ClosedBy!.Subject, closed.Outcome, closed.Version));
        Assert.Equal("ended", IncidentWorld.Refused(await desk.CloseItemAsync(item.Id, "again", null, IncidentWorld.Ben, Cancellation)));
        IncidentWorld.Must(await desk.CloseItemAsync((await desk.OpenItemsAsync(Cancellation)).Single().Id, "given up", null, IncidentWorld.Ben, Cancellation));
        Assert.Empty(await desk.OpenItemsAsync(Cancellation));
        Assert.NotNull(await OverAtAsync(console, incident.Id));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var desk = console.Get<ReviewDesk>();
        var incident = await AfterwardsAsync(console);
        Assert.Equal("id", IncidentWorld.Refused(await desk.BeginAsync("none", IncidentWorld.Ada, Cancellation)));
        Assert.Equal("grant", IncidentWorld.Refused(await desk.BeginAsync(incident.Id, IncidentWorld.Vera, Cancellation)));
        Assert.Equal("section", IncidentWorld.Refused(await desk.PromiseAsync(incident.Id, new ItemWish("x", "y", Later), IncidentWorld.Ada, Cancellation)));
        IncidentWorld.Must(await desk.BeginAsync(incident.Id, IncidentWorld.Ada, Cancellation));
        foreach (var (wish, field, says) in new (ItemWish, string, string)[]
        {
            (new(" ", "Ben", Later), "text", "say what will be done"), (new("x", "\t", Later), "owner", "name who sees to it"), (new("x", new string('y', 101), Later), "owner", "has 101 characters"),
            (new("x", "Ben", new DateOnly(2026, 11, 19)), "due", "is over already"), (new("x", "Ben", new DateOnly(2032, 1, 1)), "due", "more than 5 years away"),
        })
        {
            var refused = await desk.PromiseAsync(incident.Id, wish, IncidentWorld.Ada, Cancellation);
            Assert.Equal(field, IncidentWorld.Refused(refused));
            Assert.Contains(says, refused.Explanation, StringComparison.Ordinal);
        }

        Assert.Equal("text", IncidentWorld.Refused(await desk.WriteAsync(incident.Id, ReviewSection.Summary, new string('x', 20_001), 1, IncidentWorld.Ada, Cancellation)));
        Assert.Equal("item", IncidentWorld.Refused(await desk.CloseItemAsync("none", "x", null, IncidentWorld.Ada, Cancellation)));
        var merged = await console.OpenedAsync();
        IncidentWorld.Must(await console.Desk.MergeAsync(merged.Id, (await console.OpenedAsync()).Id, IncidentWorld.Olga, null, Cancellation));
        Assert.Equal("ended", IncidentWorld.Refused(await desk.BeginAsync(merged.Id, IncidentWorld.Ada, Cancellation)));
    }

    [Fact]
    public async Task The_Markdown_of_a_review_says_all_of_it_and_what_people_wrote_does_nothing()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var desk = console.Get<ReviewDesk>();
        Assert.Null(await desk.MarkdownAsync("none", Cancellation));
        var incident = await AfterwardsAsync(console, "<img src=x> [a](javascript:1)");
        IncidentWorld.Must(await desk.BeginAsync(incident.Id, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.WriteAsync(incident.Id, ReviewSection.Lessons, "# Big\n- one\n- ![x](http://evil/)\n<script>", 1, IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.PromiseAsync(incident.Id, new ItemWish("a *bigger* disk", "Olga", Later), IncidentWorld.Ada, Cancellation));
        var text = (await desk.MarkdownAsync(incident.Id, Cancellation))!;
        Assert.StartsWith("# &lt;img src=x&gt; \\[a\\](javascript:1)\n\nIncident ", text, StringComparison.Ordinal);
        Assert.Contains("## Lessons\n\n\\# Big\n- one\n- !\\[x\\](http&#58;//evil/)\n&lt;script&gt;\n", text, StringComparison.Ordinal);
        Assert.Contains("- [ ] a \\*bigger\\* disk (Olga, until 2026-12-01)\n", text, StringComparison.Ordinal);
        Assert.Contains("## What went well\n\n(nothing written)\n", text, StringComparison.Ordinal);
    }

    private async Task<Incident> AfterwardsAsync(IncidentWorld console, string title = "Checkout fails")
    {
        var incident = await console.OpenedAsync(new NewIncident(title, 1) { Systems = ["alpha"] });
        clock.Advance(TimeSpan.FromMinutes(3));
        IncidentWorld.Must(await console.Desk.AcknowledgeAsync(incident.Id, IncidentWorld.Ben, null, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(17));
        return await console.ClosedAsync(incident);
    }

    private static Task<long?> OverAtAsync(IncidentWorld console, string id) => console.Database.ReadAsync(
        connection => connection.QuerySingleAsync<long?>(new CommandDefinition("SELECT over_at FROM incidents WHERE id = @id", new { id }, cancellationToken: Cancellation)), Cancellation);
}
