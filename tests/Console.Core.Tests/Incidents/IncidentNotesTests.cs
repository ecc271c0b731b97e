using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>Notes that are written anew keep how they read before; what is merged is told in one timeline.</summary>
public sealed class IncidentNotesTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_note_stands_at_its_own_time_and_keeps_all_that_it_ever_read(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var (desk, id) = (console.Desk, (await console.OpenedAsync()).Id);
        clock.Advance(TimeSpan.FromMinutes(5));
        IncidentWorld.Must(await desk.NoteAsync(id, "the deploy went out\r\n<b>first</b> \0", Any.Noon.AddMinutes(-20), IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await desk.NoteAsync(id, "second", null, IncidentWorld.Ben, Cancellation));
        IncidentWorld.Must(await desk.EditNoteAsync(id, 2, "the deploy began", Any.Noon.AddMinutes(-21), IncidentWorld.Ben, 2, Cancellation));
        var late = await desk.EditNoteAsync(id, 2, "mine", null, IncidentWorld.Ada, 2, Cancellation);
        Assert.Equal(("seenVersion", true), (IncidentWorld.Refused(late), late.Explanation.Contains("Ben Ek wrote it anew after what you saw", StringComparison.Ordinal)));
        var same = IncidentWorld.Must(await desk.EditNoteAsync(id, 2, "the deploy began", null, IncidentWorld.Ada, 4, Cancellation));
        Assert.Equal(4, same.Version);

        var notes = await desk.NotesAsync(id, Cancellation);
        Assert.Equal([(2, Any.Noon.AddMinutes(-21), "ada", "the deploy began", 4), (3, Any.Noon.AddMinutes(5), "ben", "second", 3)], notes.Select(note => (note.Number, note.At, note.By.Subject, note.Text, note.Version)));
        Assert.Equal(("the deploy went out\n<b>first</b> �", Any.Noon.AddMinutes(-20), "ben"), Assert.Single(notes[0].Earlier) is var first ? (first.Text, first.At, notes[0].LastBy.Subject) : default);
        var entries = (await console.TimelineAsync(same)).Entries;
        Assert.Equal(["wrote (edited)", "opened it", "wrote"], entries.Select(entry => entry.Says));
        Assert.Equal(notes[0].Number, entries[0].Note!.Number);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task One_that_is_merged_points_to_the_one_that_goes_on_and_is_told_in_its_timeline(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var desk = console.Desk;
        var first = await console.OpenedAsync(new NewIncident("First", 2) { Alerts = [IncidentWorld.Alert.Fingerprint] });
        clock.Advance(TimeSpan.FromMinutes(1));
        var second = await console.OpenedAsync(new NewIncident("Second", 1) { Systems = ["beta"] }, IncidentWorld.Olga);
        var third = await console.OpenedAsync(new NewIncident("Third", 3) { Systems = ["beta"] }, IncidentWorld.Olga);
        IncidentWorld.Must(await desk.NoteAsync(first.Id, "seen on the first", null, IncidentWorld.Ada, Cancellation));
        Assert.Equal("into", IncidentWorld.Refused(await desk.MergeAsync(first.Id, first.Id, IncidentWorld.Olga, null, Cancellation)));
        Assert.Equal("into", IncidentWorld.Refused(await desk.MergeAsync(first.Id, "none", IncidentWorld.Olga, null, Cancellation)));
        Assert.Equal("grant", IncidentWorld.Refused(await desk.MergeAsync(first.Id, second.Id, IncidentWorld.Ada, null, Cancellation)));

        var one = IncidentWorld.Must(await desk.MergeAsync(first.Id, second.Id, IncidentWorld.Olga, null, Cancellation));
        Assert.Equal((second.Id, 1, "alpha, beta", first.Id), (one.Id, one.Class, string.Join(", ", one.Systems), Assert.Single(one.Merged)));
        Assert.True(one.Has(LinkKind.Alert, IncidentWorld.Alert.Fingerprint));
        var gone = (await desk.FindAsync(first.Id, Cancellation))!;
        Assert.Equal((IncidentState.Merged, second.Id), (gone.State, gone.MergedInto));
        Assert.Equal("ended", IncidentWorld.Refused(await desk.NoteAsync(first.Id, "x", null, IncidentWorld.Ada, Cancellation)));
        Assert.Equal("ended", IncidentWorld.Refused(await desk.ReopenAsync(first.Id, "x", IncidentWorld.Ada, null, Cancellation)));
        var loop = await desk.MergeAsync(second.Id, first.Id, IncidentWorld.Olga, null, Cancellation);
        Assert.Equal(("into", true), (IncidentWorld.Refused(loop), loop.Explanation.Contains("that would be a loop", StringComparison.Ordinal)));
        Assert.Contains($"goes on as {second.Id}", (await desk.MergeAsync(third.Id, first.Id, IncidentWorld.Olga, null, Cancellation)).Explanation, StringComparison.Ordinal);

        var all = IncidentWorld.Must(await desk.MergeAsync(second.Id, third.Id, IncidentWorld.Olga, null, Cancellation));
        Assert.Equal([second.Id, first.Id], all.Merged);
        var note = Assert.Single((await console.TimelineAsync(all)).Entries, entry => entry.Kind is TimelineKind.Note);
        Assert.Equal((first.Id, "seen on the first"), (note.Incident, note.Text));
        Assert.Equal(new[] { first.Id, second.Id, third.Id }.OrderDescending(), await desk.OfAlertAsync(IncidentWorld.Alert.Fingerprint, Cancellation));
    }
}
