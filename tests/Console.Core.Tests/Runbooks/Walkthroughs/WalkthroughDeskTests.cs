using FsCheck.Fluent;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Metrics;
using OpsConsole.Runbooks;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

/// <summary>Walkthroughs from their start to their end, on both databases.</summary>
public sealed class WalkthroughDeskTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTime clock = new(Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_was_walked_is_there_after_a_restart_and_on_record_are_its_start_and_its_end(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        Walkthrough before;
        await using (var console = new WalkWorld(store, clock))
        {
            var id = (await console.StartedAsync()).Id;
            await console.MarkedAsync(id, "look", mark: new() { Note = "  Nothing \0 \ud800 leads ", Evidence = [WalkWorld.Seen("line\u001b[31m")] });
            await console.MarkedAsync(id, "holder", mark: new() { Jump = 0 }, person: WalkWorld.Ben);
            clock.Advance(TimeSpan.FromMinutes(1));
            WalkWorld.Must(await console.Desk.NoteAsync(id, "wait", "Too long", WalkWorld.Ben, Cancellation));
            WalkWorld.Must(await console.Desk.KeepAsync(id, "delete", new(4, [Figures(double.NaN)]), WalkWorld.Anna, Cancellation));
            WalkWorld.Must(await console.Desk.LinkRunAsync(id, "delete", "0kq3v9x2m4c8r7t1w5za", WalkWorld.Anna, Cancellation));
            WalkWorld.Must(await console.Desk.LinkRunAsync(id, "delete", "0kq3v9x2m4c8r7t1w5za", WalkWorld.Anna, Cancellation));
            WalkWorld.Must(await console.Desk.EndAsync(id, WalkOutcome.Resolved, "It leads again", [new("wait", FeedbackKind.Wrong, "It need not wait")], WalkWorld.Ben, Cancellation));
            before = WalkWorld.Must(await console.Desk.FeedbackAsync(id, new(null, FeedbackKind.Helped, ""), WalkWorld.Anna, Cancellation));
        }

        await using var again = new WalkWorld(store, clock);
        var walk = (await again.Desk.FindAsync(before.Id, Cancellation))!;
        Assert.Equivalent(before, walk, strict: true);
        Assert.Equal(("Nothing � � leads", "line\u001b[31m"), (walk.Steps["look"].Notes[0].Text, ((LinesResult)walk.Steps["look"].Evidence[0].Answers[0].Result).Lines[0]));
        Assert.Equal((StepState.Skipped, "holder", "Too long"), (walk.Steps["wait"].State, walk.Steps["wait"].SkippedBy, walk.Steps["wait"].Notes[0].Text));
        Assert.Equal((StepState.ToDo, "0kq3v9x2m4c8r7t1w5za"), (walk.Steps["delete"].State, Assert.Single(walk.Steps["delete"].Runs)));
        Assert.True(double.IsNaN(((FiguresResult)walk.Steps["delete"].Evidence[0].Answers[0].Result).Figures[0].Value));
        Assert.Equal((WalkOutcome.Resolved, "It leads again", "ben", Noon.AddMinutes(1)), (walk.Outcome, walk.Summary, walk.EndedBy!.Subject, walk.EndedAt));
        Assert.Equal(walk.Version, walk.Events.Length);
        Assert.Equal([FeedbackKind.Wrong, FeedbackKind.Helped], walk.Feedback.Select(said => said.Kind));
        Assert.Equal((WalkWorld.Runbook.Text, WalkWorld.Alert.StartsAt, "NoLeader", 5), (walk.Text, walk.ClockFrom, walk.AlertName, walk.Outline.Length));

        var entries = await again.EntriesAsync();
        Assert.Equal([AuditStage.Started, AuditStage.Succeeded], entries.Select(entry => entry.Stage));
        Assert.All(entries, entry => Assert.Equal((walk.Id, "runbooks/billing/no-leader.md", "billing"), (entry.Correlation, entry.Target, entry.System)));
        Assert.Equal("resolved", entries[1].Parameters["outcome"]);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Who_starts_the_same_runbook_for_the_same_alert_at_once_comes_together(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var one = new WalkWorld(store, clock);
        await using var other = new WalkWorld(store, clock);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            (number % 2 == 0 ? one : other).Desk.StartAsync(WalkWorld.Start, number % 2 == 0 ? WalkWorld.Anna : WalkWorld.Ben, Cancellation)));

        var id = Assert.Single(all.Select(start => WalkWorld.Must(start).Id).Distinct());
        Assert.Equal(AuditStage.Started, Assert.Single(await one.EntriesAsync()).Stage);
        Assert.Equal(id, Assert.Single(await one.Desk.OpenForAsync(WalkWorld.Alert.Fingerprint, Cancellation)).Id);

        WalkWorld.Must(await one.Desk.EndAsync(id, WalkOutcome.FalseAlarm, "", [], WalkWorld.Anna, Cancellation));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(id, (await other.StartedAsync()).Id);
        Assert.NotEqual((await one.StartedAsync(WalkWorld.Start with { Alert = null })).Id, (await one.StartedAsync(WalkWorld.Start with { Alert = null })).Id);
        Assert.Equal((await one.StartedAsync(WalkWorld.Start with { Alert = null, Incident = "42" })).Id, (await other.StartedAsync(WalkWorld.Start with { Alert = null, Incident = "42" })).Id);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Two_who_write_at_once_lose_nothing_and_the_second_to_mark_is_told(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var one = new WalkWorld(store, clock);
        await using var other = new WalkWorld(store, clock);
        var walk = await one.StartedAsync();
        var notes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            (number % 2 == 0 ? one : other).Desk.NoteAsync(walk.Id, "look", $"note {number}", number % 2 == 0 ? WalkWorld.Anna : WalkWorld.Ben, Cancellation)));
        Assert.All(notes, note => Assert.True(note.IsOk));

        var marks = await Task.WhenAll(
            one.Desk.MarkAsync(walk.Id, "look", StepState.Done, new() { SeenVersion = 1 }, WalkWorld.Anna, Cancellation),
            other.Desk.MarkAsync(walk.Id, "look", StepState.Failed, new() { SeenVersion = 1, Note = "mine" }, WalkWorld.Ben, Cancellation));
        Assert.Equal("seenVersion", Assert.Single(Assert.Single(marks, mark => !mark.IsOk).Problems).Where);

        var now = (await other.Desk.FindAsync(walk.Id, Cancellation))!;
        Assert.Equal(22, now.Version);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"note {number}").Order(), now.Steps["look"].Notes.Select(note => note.Text).Where(text => text != "mine").Order());
        Assert.Equivalent((await one.Desk.FindAsync(walk.Id, Cancellation))!, now, strict: true);
    }

    [Fact]
    public async Task Whatever_is_done_nothing_written_is_lost_and_the_events_are_the_versions()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new WalkWorld(store, clock);
        var deeds = (from step in Gen.Elements("look", "holder", "wait", "delete", "verify")
                     from state in Gen.Elements(Enum.GetValues<StepState>())
                     from jump in Gen.Choose(-2, 1)
                     from note in Gen.Elements(true, false)
                     select (step, state: jump < 0 ? state : StepState.Done, jump: jump < 0 ? (int?)null : jump, note)).ListOf(12).ListOf(6).Sample(1, 1).First();
        foreach (var (walk, run) in deeds.Select((walk, run) => (walk, run)))
        {
            var now = await console.StartedAsync(WalkWorld.Start with { Alert = null });
            var written = new List<string>();
            foreach (var (step, state, jump, note) in walk)
            {
                var text = note ? $"{run}-{written.Count}" : null;
                var marked = await console.Desk.MarkAsync(now.Id, step, state, new() { Jump = jump, Note = text, Evidence = note ? [WalkWorld.Seen(text!)] : [] }, WalkWorld.Anna, Cancellation);
                if (marked.IsOk && text is not null)
                {
                    written.Add(text);
                }

                now = (await console.Desk.FindAsync(now.Id, Cancellation))!;
                Assert.Equal(now.Version, now.Events.Length);
                Assert.Equal(written.Order(), now.Steps.Values.SelectMany(one => one.Notes).Select(one => one.Text).Order());
                Assert.Equal(written.Count, now.Steps.Values.Sum(one => one.Evidence.Length));
            }
        }
    }

    [Fact]
    public async Task Too_much_is_refused_by_field_and_changes_nothing()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new WalkWorld(store, clock);
        Assert.Equal("runbook", await WhereAsync(console.Desk.StartAsync(WalkWorld.Start with { Runbook = WalkWorld.Runbook with { Text = new string('x', (2 * 1024 * 1024) + 1) } }, WalkWorld.Anna, Cancellation)));
        Assert.Equal("incident", await WhereAsync(console.Desk.StartAsync(WalkWorld.Start with { Incident = "a\0" }, WalkWorld.Anna, Cancellation)));
        var id = (await console.StartedAsync()).Id;
        Assert.Equal("note", await WhereAsync(console.Desk.NoteAsync(id, "look", new string('x', 4_001), WalkWorld.Anna, Cancellation)));
        Assert.Equal("note", await WhereAsync(console.Desk.NoteAsync(id, "look", " ", WalkWorld.Anna, Cancellation)));
        Assert.Equal("step", await WhereAsync(console.Desk.NoteAsync(id, "nowhere", "x", WalkWorld.Anna, Cancellation)));
        Assert.Equal("jump", await WhereAsync(console.Desk.MarkAsync(id, "look", StepState.Done, new() { Jump = 0 }, WalkWorld.Anna, Cancellation)));
        Assert.Equal("evidence", await WhereAsync(console.Desk.KeepAsync(id, "look", WalkWorld.Seen(new string('x', 256 * 1024)), WalkWorld.Anna, Cancellation)));
        Assert.Equal("evidence", await WhereAsync(console.Desk.KeepAsync(id, "look", new(1, default), WalkWorld.Anna, Cancellation)));
        Assert.Equal("run", await WhereAsync(console.Desk.LinkRunAsync(id, "look", "<b>", WalkWorld.Anna, Cancellation)));
        Assert.Equal("feedback[0].step", await WhereAsync(console.Desk.EndAsync(id, WalkOutcome.Resolved, "", [new("nowhere", FeedbackKind.Wrong, "x")], WalkWorld.Anna, Cancellation)));
        Assert.Equal("summary", await WhereAsync(console.Desk.EndAsync(id, WalkOutcome.Resolved, new string('x', 4_001), [], WalkWorld.Anna, Cancellation)));
        Assert.Equal("id", await WhereAsync(console.Desk.NoteAsync("none", "look", "x", WalkWorld.Anna, Cancellation)));
        Assert.Null(await console.Desk.FindAsync("a\0b", Cancellation));
        Assert.Equal(1, (await console.Desk.FindAsync(id, Cancellation))!.Version);

        for (var number = 0; number < 200; number++)
        {
            WalkWorld.Must(await console.Desk.NoteAsync(id, "look", "x", WalkWorld.Anna, Cancellation));
        }

        Assert.Equal("evidence", await WhereAsync(console.Desk.KeepAsync(id, "look", WalkWorld.Seen(), WalkWorld.Anna, Cancellation)));
        WalkWorld.Must(await console.Desk.EndAsync(id, WalkOutcome.Abandoned, "", [], WalkWorld.Anna, Cancellation));
        Assert.Equal("ended", await WhereAsync(console.Desk.MarkAsync(id, "look", StepState.Done, WalkMark.Bare, WalkWorld.Anna, Cancellation)));
        Assert.Equal("ended", await WhereAsync(console.Desk.EndAsync(id, WalkOutcome.Resolved, "", [], WalkWorld.Anna, Cancellation)));
        Assert.Equal([AuditStage.Started, AuditStage.Succeeded], (await console.EntriesAsync()).Select(entry => entry.Stage));
    }

    [Fact]
    public async Task Who_may_not_walk_on_that_system_changes_nothing_and_is_on_record()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new WalkWorld(store, clock);
        Assert.Equal("grant", await WhereAsync(console.Desk.StartAsync(WalkWorld.Start, WalkWorld.Vera, Cancellation)));
        Assert.Equal("grant", await WhereAsync(console.Desk.StartAsync(WalkWorld.Start with { Runbook = WalkWorld.Runbook with { System = "ledger" } }, WalkWorld.Anna, Cancellation)));
        var id = (await console.StartedAsync()).Id;
        Assert.Equal("grant", await WhereAsync(console.Desk.MarkAsync(id, "look", StepState.Done, WalkMark.Bare, WalkWorld.Vera, Cancellation)));
        Assert.Equal("grant", await WhereAsync(console.Desk.EndAsync(id, WalkOutcome.Resolved, "", [], WalkWorld.Vera, Cancellation)));
        Assert.Equal("grant", await WhereAsync(console.Desk.FeedbackAsync(id, new(null, FeedbackKind.Helped, ""), WalkWorld.Vera, Cancellation)));
        Assert.Equal(1, (await console.Desk.FindAsync(id, Cancellation))!.Version);
        var denied = (await console.EntriesAsync()).Where(entry => entry.Stage is AuditStage.Denied).ToList();
        Assert.Equal(["start", "start", "mark", "end", "feedback"], denied.Select(entry => entry.Parameters["deed"]));
        Assert.Equal(("vera", "ledger"), (denied[0].Subject, denied[1].System));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Lists_are_read_newest_first_and_a_text_is_kept_once_and_goes_with_the_last_that_began_with_it(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new WalkWorld(store, clock);
        var ids = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            ids.Insert(0, (await console.StartedAsync(WalkWorld.Start with { Alert = null })).Id);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        await console.MarkedAsync(ids[0], "holder", mark: new() { To = "delete" });
        WalkWorld.Must(await console.Desk.EndAsync(ids[1], WalkOutcome.Escalated, "To the owners", [new(null, FeedbackKind.Missing, "Who to call")], WalkWorld.Anna, Cancellation));
        Assert.Equal(ids[..2], (await console.Desk.ListAsync("billing", null, 2, null, Cancellation)).Select(walk => walk.Id));
        Assert.Equal(ids[2..], (await console.Desk.ListAsync(null, true, 10, ids[1], Cancellation)).Select(walk => walk.Id));
        Assert.Equal(ids[1], Assert.Single(await console.Desk.ListAsync(null, false, 10, null, Cancellation)).Id);
        Assert.Empty(await console.Desk.ListAsync("led\0ger", null, 10, null, Cancellation));
        var history = await console.Desk.OfRunbookAsync("billing/no-leader", 3, Cancellation);
        Assert.Equal(("delete", 2, 5), (history[0].Current!.Id, history[0].Over, history[0].Steps));
        Assert.Equal((WalkOutcome.Escalated, "To the owners", "Who to call"), (history[1].Outcome, history[1].Summary, Assert.Single(history[1].Feedback).Text));
        Assert.Equal(1, await CountAsync(console, "runbook_texts"));

        await console.Database.WriteAsync(work => work.ExecuteAsync("DELETE FROM walkthroughs WHERE ended_at IS NOT NULL", null, Cancellation), Cancellation);
        Assert.Equal((1, 3), (await CountAsync(console, "runbook_texts"), await CountAsync(console, "walkthroughs")));
        await console.Database.WriteAsync(work => work.ExecuteAsync("DELETE FROM walkthroughs", null, Cancellation), Cancellation);
        Assert.Equal((0, 0, 0), (await CountAsync(console, "runbook_texts"), await CountAsync(console, "walk_events"), await CountAsync(console, "walk_entries")));
    }

    private static async Task<string> WhereAsync(Task<Result<Walkthrough>> refused) => Assert.Single((await refused).Problems).Where;

    private static BlockAnswer Figures(double value) => new(
        "up", Noon, TimeSpan.FromSeconds(1), new FiguresResult([new("", value, [new Point(Noon, double.PositiveInfinity)])], 1, "", "= 1", false, []));

    private static async Task<int> CountAsync(WalkWorld console, string table) =>
        (int)await console.Database.WriteAsync(async work => (await work.QueryAsync<long>($"SELECT COUNT(*) FROM {table}", null, Cancellation))[0], Cancellation);
}
