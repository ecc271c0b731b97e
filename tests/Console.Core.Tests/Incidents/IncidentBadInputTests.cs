using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What makes no sense is refused: where, what, and what would be right. Nothing of it is kept.</summary>
public sealed class IncidentBadInputTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_that_cannot_be_opened_says_why_by_field()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        foreach (var (wish, field, says) in new (NewIncident, string, string)[]
        {
            (new(" \n ", 1), "title", "is empty: say in a line"), (new(new string('x', 201), 1), "title", "has 201 characters; 200 are the most"),
            (new("x", 4), "class", "0 (worst) to 3"), (new("x", -1), "class", "0 (worst) to 3"),
            (new("x", 1) { At = Any.Noon.AddMinutes(2) }, "at", "is in the future: it is 2026-11-21 12:00:00 UTC now"), (new("x", 1) { At = Any.Noon.AddDays(-31) }, "at", "more than 30 days ago"),
            (new("x", 1) { Systems = ["gamma"] }, "systems", "there is no system 'gamma'; known are alpha, beta"), (new("x", 1) { Systems = [.. Enumerable.Repeat("alpha", 21)] }, "systems", "names 21 systems; 20 are the most"),
            (new("x", 1) { Alerts = ["\0'; DROP"] }, "alerts", "there is no alert"), (new("x", 1) { Alerts = ["00000000000000ff"] }, "alerts", "give its fingerprint"),
        })
        {
            var refused = await console.Desk.OpenAsync(wish, IncidentWorld.Olga, Cancellation);
            Assert.Equal(field, IncidentWorld.Refused(refused));
            Assert.Contains(says, refused.Explanation, StringComparison.Ordinal);
        }

        Assert.Equal(["title", "class"], (await console.Desk.OpenAsync(new("", 9), IncidentWorld.Olga, Cancellation)).Problems.Select(problem => problem.Where));
        Assert.Empty(await console.Desk.ListAsync(new IncidentQuery(), Cancellation));
        Assert.Empty(await console.EntriesAsync());
    }

    [Fact]
    public async Task What_cannot_be_said_of_an_incident_that_goes_on_says_why()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var (desk, id) = (console.Desk, (await console.OpenedAsync()).Id);
        await RefusedAsync("at", "is in the future", desk.MitigateAsync(id, Any.Noon.AddHours(1), IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("at", "before the incident began, at 2026-11-21 12:00:00 UTC", desk.MitigateAsync(id, Any.Noon.AddMinutes(-1), IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("cause", "\"not known\" is an answer, too", desk.CloseAsync(id, new(" ", IncidentVerdict.Useful), IncidentWorld.Olga, null, Cancellation));
        await RefusedAsync("cause", "has 4001 characters; 4000 are the most", desk.CloseAsync(id, new(new string('x', 4_001), IncidentVerdict.Useful), IncidentWorld.Olga, null, Cancellation));
        await RefusedAsync("resolvedAt", "is in the future", desk.CloseAsync(id, new("x", IncidentVerdict.Useful, Any.Noon.AddHours(1)), IncidentWorld.Olga, null, Cancellation));
        await RefusedAsync("state", "goes on already", desk.ReopenAsync(id, "why", IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("text", "is empty: write what happened", desk.NoteAsync(id, "\n", null, IncidentWorld.Ada, Cancellation));
        await RefusedAsync("text", "has 4001 characters", desk.NoteAsync(id, new string('x', 4_001), null, IncidentWorld.Ada, Cancellation));
        await RefusedAsync("at", "is in the future", desk.NoteAsync(id, "x", Any.Noon.AddHours(1), IncidentWorld.Ada, Cancellation));
        await RefusedAsync("at", "more than 30 d before the incident began", desk.NoteAsync(id, "x", Any.Noon.AddDays(-31), IncidentWorld.Ada, Cancellation));
        await RefusedAsync("note", "there is no such note", desk.EditNoteAsync(id, 1, "x", null, IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("id", "no such alert belongs", desk.UnlinkAsync(id, LinkKind.Alert, "x", IncidentWorld.Ada, Cancellation));
        foreach (var kind in Enum.GetValues<LinkKind>())
        {
            await RefusedAsync("target", $"there is no {IncidentWords.Of(kind)} 'none'", desk.LinkAsync(id, kind, "none", IncidentWorld.Ada, Cancellation));
        }

        await RefusedAsync("id", "there is no such incident", desk.NoteAsync("none", "x", null, IncidentWorld.Ada, Cancellation));
        await RefusedAsync("id", "there is no such incident", desk.NoteAsync("\0'; DROP", "x", null, IncidentWorld.Ada, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(9));
        IncidentWorld.Must(await desk.MitigateAsync(id, Any.Noon.AddMinutes(8), IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("state", "is mitigated already, since 2026-11-21 12:08:00 UTC", desk.MitigateAsync(id, null, IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("resolvedAt", "is before it was mitigated, at 2026-11-21 12:08:00 UTC", desk.CloseAsync(id, new("x", IncidentVerdict.Useful, Any.Noon.AddMinutes(7)), IncidentWorld.Olga, null, Cancellation));
        Assert.Equal(2, (await desk.FindAsync(id, Cancellation))!.Version);
    }

    [Fact]
    public async Task What_is_closed_is_not_closed_again_and_goes_nowhere()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var desk = console.Desk;
        var (closed, open) = (await console.ClosedAsync(await console.OpenedAsync()), await console.OpenedAsync());
        const string Closed = "it was closed at 2026-11-21 12:00:00 UTC: open it again to go on";
        await RefusedAsync("ended", Closed, desk.CloseAsync(closed.Id, new("x", IncidentVerdict.Useful), IncidentWorld.Olga, null, Cancellation));
        await RefusedAsync("ended", Closed, desk.AcknowledgeAsync(closed.Id, IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("ended", Closed, desk.MitigateAsync(closed.Id, null, IncidentWorld.Ada, null, Cancellation));
        await RefusedAsync("ended", Closed, desk.MergeAsync(closed.Id, open.Id, IncidentWorld.Olga, null, Cancellation));
        await RefusedAsync("into", "is closed: open it again first", desk.MergeAsync(open.Id, closed.Id, IncidentWorld.Olga, null, Cancellation));
        await RefusedAsync("why", "say why it is not over", desk.ReopenAsync(closed.Id, "", IncidentWorld.Ada, null, Cancellation));
        IncidentWorld.Must(await desk.NoteAsync(closed.Id, "afterwards", null, IncidentWorld.Ada, Cancellation));
    }

    private static async Task RefusedAsync(string field, string says, Task<Result<Incident>> asked)
    {
        var refused = await asked;
        Assert.Equal(field, IncidentWorld.Refused(refused));
        Assert.Contains(says, refused.Explanation, StringComparison.Ordinal);
    }
}
