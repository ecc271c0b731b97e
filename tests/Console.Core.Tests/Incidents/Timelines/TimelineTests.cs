using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Timelines;

/// <summary>Everything that happened around an incident, in one order.</summary>
public sealed class TimelineTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_what_the_alerts_did_who_had_them_what_was_walked_and_silenced_and_written()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var alert = IncidentWorld.Alert with { StartsAt = Any.Noon };
        await console.FiresAndIsRecordedAsync(alert);
        Minute();
        var incident = await console.OpenedAsync(new NewIncident("NoLeader", 0) { Alerts = [alert.Fingerprint] });
        Minute();
        await console.Get<AckDesk>().AcknowledgeAsync(IncidentWorld.Ben, [alert.Fingerprint], "I look", null, Cancellation);
        Minute();
        var runbook = new Runbook { Folder = "alpha", Slug = "no-leader", Title = "No leader", System = "alpha", Text = "#", Hash = new string('a', 64), Steps = [new RunbookStep("look", 1, "Look", "Diagnose", 1)] };
        var walk = IncidentWorld.Must(await console.Get<WalkthroughDesk>().StartAsync(new WalkStart(runbook, null, alert, RunbookScene.Nothing), IncidentWorld.Ben, Cancellation));
        Minute();
        IncidentWorld.Must(await console.Get<WalkthroughDesk>().MarkAsync(walk.Id, "look", StepState.Done, WalkMark.Bare, IncidentWorld.Ben, Cancellation));
        Minute();
        var silence = new Silence("am-1", "s-1", [Matcher.Parse("alertname=\"NoLeader\"").Value], clock.GetUtcNow(), clock.GetUtcNow().AddMinutes(3), "ada", "while I mend it", SilenceState.Active);
        console.Live.Silences.Observed(new SilenceBoard([new SeenSilence(silence, ["am-1"])], 0, SilenceBoard.Empty.Silent));
        await console.FiresAndIsRecordedAsync(alert with { State = AlertState.Silenced, SilencedBy = ["s-1"] });
        IncidentWorld.Must(await console.Desk.LinkAsync(incident.Id, LinkKind.Silence, "s-1", IncidentWorld.Ada, Cancellation));
        IncidentWorld.Must(await console.Desk.LinkAsync(incident.Id, LinkKind.Walkthrough, walk.Id, IncidentWorld.Ada, Cancellation));
        Minute();
        await console.FiresAndIsRecordedAsync();
        IncidentWorld.Must(await console.Desk.NoteAsync(incident.Id, "a deploy", Any.Noon.AddMinutes(-5), IncidentWorld.Ada, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(10));

        var told = await console.TimelineAsync(incident);
        Assert.Empty(told.Missing);
        Assert.Equal(
        [
            "-5 Note Ada Ek wrote", "0 Alert NoLeader fires (critical)", "1 Incident Ada Ek opened it", "2 Acknowledgement Ben Ek acknowledged NoLeader", "3 Walkthrough Ben Ek started it (runbook No leader)",
            "4 Walkthrough Ben Ek marked \"Look\" as done (runbook No leader)", "5 Alert NoLeader is silenced", "5 Incident Ada Ek linked the silence alertname=\"NoLeader\"",
            "5 Incident Ada Ek linked the walkthrough No leader", "5 Silence a silence began: alertname=\"NoLeader\", by ada", "6 Alert NoLeader resolved", "8 Silence a silence ended: alertname=\"NoLeader\"",
        ], told.Entries.Select(entry => $"{(entry.At - Any.Noon).TotalMinutes} {entry.Kind} {entry.Sentence}"));

        // What is forgotten elsewhere is told as it was known then.
        console.Live.Silences.Observed(SilenceBoard.Empty);
        Assert.Equal(12, (await console.TimelineAsync(incident)).Entries.Length);
    }

    [Fact]
    public async Task What_is_not_known_any_more_is_said_and_not_left_out()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        var incident = await console.OpenedAsync(new NewIncident("NoLeader", 0) { Alerts = [IncidentWorld.Alert.Fingerprint] });
        Assert.Equal(["what NoLeader did is not in the history"], (await console.TimelineAsync(incident)).Missing);
    }

    [Fact]
    public async Task It_ends_with_the_incident_but_for_what_is_written_on_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        await console.FiresAndIsRecordedAsync(IncidentWorld.Alert);
        var incident = await console.OpenedAsync(new NewIncident("NoLeader", 0) { Alerts = [IncidentWorld.Alert.Fingerprint] });
        await console.ClosedAsync(incident);
        Minute();
        await console.FiresAndIsRecordedAsync();
        IncidentWorld.Must(await console.Desk.NoteAsync(incident.Id, "later", null, IncidentWorld.Ada, Cancellation));
        Assert.Equal(["NoLeader fires (critical)", "Ada Ek opened it", "Olga Ek closed it: useful", "Ada Ek wrote"], (await console.TimelineAsync(incident)).Entries.Select(entry => entry.Sentence));
    }

    [Fact]
    public void Whatever_happened_is_there_once_and_in_the_order_of_its_times() => Prop.ForAll(Happened.ToArbitrary(), events =>
    {
        var incident = IncidentLife.Open("i", "x", 1, Any.Noon, IncidentPerson.Console, [], []);
        Told told = new([.. Enumerable.Range(0, 5).Select(number => new TimelineEntry(Any.Noon.AddMinutes(number), TimelineKind.Alert, $"alert {number}"))]);
        var timeline = Timeline.Of(incident, events.Select(one => ("i", one)), [told]);
        var notes = IncidentNote.Of(events);
        return timeline.Entries.Zip(timeline.Entries.Skip(1)).All(pair => pair.First.At <= pair.Second.At)
            && timeline.Entries.Length == told.Entries.Length + notes.Length + events.Count(one => one.Kind is IncidentEventKind.Changed)
            && notes.Sum(note => note.Earlier.Length + 1) == events.Count(one => one.Kind is not IncidentEventKind.Changed);
    }).QuickCheckThrowOnFailure();

    private static Gen<ImmutableArray<IncidentEvent>> Happened =>
        from kinds in Gen.ArrayOf(Gen.Elements(IncidentEventKind.Changed, IncidentEventKind.Note, IncidentEventKind.NoteEdited))
        from minutes in Gen.ArrayOf(Gen.Choose(-30, 30), kinds.Length)
        select Events(kinds, minutes);

    /// <summary>An edit is of the first note; before there is one it is a note itself.</summary>
    private static ImmutableArray<IncidentEvent> Events(IncidentEventKind[] kinds, int[] minutes)
    {
        var first = Array.FindIndex(kinds, kind => kind is not IncidentEventKind.Changed) + 1;
        return [.. kinds.Zip(minutes).Select((one, index) => new IncidentEvent(
            index + 1, Any.Noon.AddMinutes(one.Second), IncidentPerson.Console, index + 1 == first ? IncidentEventKind.Note : one.First, $"event {index}")
        {
            Note = one.First is IncidentEventKind.NoteEdited && index + 1 != first ? first : null,
        })];
    }

    private void Minute() => clock.Advance(TimeSpan.FromMinutes(1));
}
