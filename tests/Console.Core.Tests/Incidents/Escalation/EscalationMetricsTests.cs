using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What is counted of escalations and incidents.</summary>
public sealed class EscalationMetricsTests(Stores stores)
{
    private static readonly Alert Alert = Any.Alert(minutes: 0);

    private readonly FakeTime clock = new(Any.Noon);
    private readonly TestChannel pager = new("pager"), chat = new("chat", ChannelKind.Slack), mail = new("mail", ChannelKind.Email);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_are_counted_by_what_became_of_them_and_the_last_turn_is_told()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = EscalationWorld.On(store, clock, pager, chat, mail);
        var meters = console.Get<IMeterFactory>();

        // All are there from the begin on; a console that never could look stands still since it began.
        Assert.NotNull(console.Get<EscalationKeeper>());
        var began = clock.GetUtcNow().ToUnixTimeSeconds();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["file_bad 0", $"last_turn_timestamp {began}", "late 0", "pages delivered 0", "pages due 0", "pages failed 0", "pages skipped 0", "pages stopped 0", "running 0"], Read(meters, "opsconsole.escalation."));

        pager.Fail();
        await console.LookAsync(Alert);
        clock.Advance(TimeSpan.FromMinutes(30));
        await console.LookAsync(Alert);
        Assert.Equal(
            ["file_bad 0", $"last_turn_timestamp {clock.GetUtcNow().ToUnixTimeSeconds()}", "late 1", "pages delivered 2", "pages due 3", "pages failed 1", "pages skipped 0", "pages stopped 0", "running 1"],
            Read(meters, "opsconsole.escalation."));

        // Whoever hands the work over has none of it left, and says of a file that it can't be read.
        console.Get<EscalationKeeper>().Forget();
        console.Write("policies: 7");
        console.Get<EscalationFile>().Look();
        var now = Read(meters, "opsconsole.escalation.");
        Assert.Contains("running 0", now);
        Assert.Contains("file_bad 1", now);
    }

    [Fact]
    public async Task Incidents_that_go_on_are_counted_by_class_and_not_before_they_were_read()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        Assert.NotNull(console.Hosted<IncidentKeeper>());
        var meters = console.Get<IMeterFactory>();
        Assert.Empty(Read(meters, "opsconsole.incidents."));

        await console.OpenedAsync();
        await console.ClosedAsync(await console.OpenedAsync(new NewIncident("Over", 0) { Systems = ["alpha"] }));
        await console.ShownAsync();
        Assert.Equal(["open 0 0", "open 1 1", "open 2 0", "open 3 0"], Read(meters, "opsconsole.incidents."));
    }

    private static IEnumerable<string> Read(IMeterFactory meters, string prefix)
    {
        var seen = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add(Words(instrument, tags, value)));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add(Words(instrument, tags, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add(Words(instrument, tags, value)));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen.Order(StringComparer.Ordinal);

        string Words(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags, double value) =>
            string.Join(' ', [instrument.Name[prefix.Length..], .. tags.ToArray().Select(tag => $"{tag.Value}"), $"{value}"]);
    }
}
