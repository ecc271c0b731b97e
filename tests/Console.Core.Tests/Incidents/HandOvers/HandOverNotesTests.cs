using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.HandOvers;

/// <summary>What people want the next shift to know.</summary>
public sealed class HandOverNotesTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Dialects => [Dialect.Sqlite, Dialect.PostgreSql];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Each_person_has_one_note_the_newest_comes_first_and_all_of_it_is_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var clock = new FakeTime(Any.Noon);
        await using var console = new IncidentWorld(store, clock);
        await KeepAsync(console, IncidentWorld.Ada, "first");
        clock.Advance(TimeSpan.FromMinutes(1));
        await KeepAsync(console, IncidentWorld.Ben, "  # acme\r\nwere told\0 ");
        clock.Advance(TimeSpan.FromMinutes(1));
        await KeepAsync(console, IncidentWorld.Ada, "second");

        var notes = await console.Get<HandOverNotes>().ReadAsync(Cancellation);
        Assert.Equal([("Ada Ek", "second"), ("Ben Ek", "# acme\nwere told\uFFFD")], notes.Select(note => (note.By.Name, note.Text)));
        Assert.Equal(["first", "# acme\nwere told\uFFFD", "second"], (await console.EntriesAsync()).Select(entry => entry.Reason));
        Assert.Contains("## Notes\n\n- Ada Ek, 2026-11-21 12:02 UTC: second\n- Ben Ek, 2026-11-21 12:01 UTC: \\# acme were told", HandOverDesk.Markdown(await console.Get<HandOverDesk>().ReadAsync(Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_takes_a_note_back_and_what_is_a_day_old_was_for_another_shift()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var clock = new FakeTime(Any.Noon);
        await using var console = new IncidentWorld(store, clock);
        await KeepAsync(console, IncidentWorld.Ada, "old");
        clock.Advance(HandOverNotes.ToldFor + TimeSpan.FromSeconds(1));
        Assert.Empty(await console.Get<HandOverNotes>().ReadAsync(Cancellation));

        await KeepAsync(console, IncidentWorld.Ben, "new");
        await KeepAsync(console, IncidentWorld.Ben, " \n ");
        Assert.Empty(await console.Get<HandOverNotes>().ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Who_may_not_and_what_is_too_long_is_refused_and_nothing_is_kept()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, new FakeTime(Any.Noon));
        var notes = console.Get<HandOverNotes>();

        Assert.Equal("grant", (await notes.KeepAsync(IncidentWorld.Vera, "x", Cancellation)).Problems[0].Where);
        Assert.Equal("text", (await notes.KeepAsync(IncidentWorld.Ada, new string('x', HandOverNotes.Longest + 1), Cancellation)).Problems[0].Where);
        Assert.True(notes.Decide(IncidentWorld.Bea).IsAllowed, "who may on one system may write to all");
        Assert.Empty(await notes.ReadAsync(Cancellation));
        Assert.Equal([AuditStage.Denied], (await console.EntriesAsync()).Select(entry => entry.Stage));
    }

    [Fact]
    public async Task Another_replica_hears_of_a_note()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, new FakeTime(Any.Noon));
        var news = console.Get<HandOverNotes>().FollowAsync(Cancellation);

        await KeepAsync(console, IncidentWorld.Ada, "x");

        Assert.NotNull(await news.FirstAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    private static async Task KeepAsync(IncidentWorld console, Person person, string text) => IncidentWorld.Must(await console.Get<HandOverNotes>().KeepAsync(person, text, Cancellation));
}
