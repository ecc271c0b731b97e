using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.DeadMansSwitches;

/// <summary>What is on record of a dead man's switch, on both databases.</summary>
public sealed class SwitchRecordTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task That_it_lapsed_and_that_it_is_back_is_an_entry_each_also_over_a_restart(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var live = new LiveState(clock);
        var record = On(recorder, live);
        See(live, SwitchState.Heard);
        await record.LookAsync(Cancellation);
        Assert.Empty(await EntriesAsync(recorder));

        See(live, SwitchState.Missing);
        await record.LookAsync(Cancellation);
        await record.LookAsync(Cancellation);
        await On(recorder, live).LookAsync(Cancellation);
        var lapsed = Assert.Single(await EntriesAsync(recorder));
        Assert.Equal((AuditStage.Failed, "Watchdog", "console"), (lapsed.Stage, lapsed.Target, lapsed.Subject));
        Assert.Contains("alerts may not arrive", lapsed.Reason, StringComparison.Ordinal);

        // Late says nothing: a console that was started anew has not listened long enough.
        record = On(recorder, live);
        See(live, SwitchState.Late);
        await record.LookAsync(Cancellation);
        See(live, SwitchState.SourceSilent);
        await record.LookAsync(Cancellation);
        Assert.Single(await EntriesAsync(recorder));

        See(live, SwitchState.Heard);
        await record.LookAsync(Cancellation);
        Assert.Equal([AuditStage.Succeeded, AuditStage.Failed], (await EntriesAsync(recorder)).Select(entry => entry.Stage));
    }

    private static SwitchRecord On(Recorder recorder, LiveState live) => new(live, recorder.Reader, recorder.Log, TimeProvider.System, NullLogger<SwitchRecord>.Instance);

    private static async Task<IReadOnlyList<AuditEntry>> EntriesAsync(Recorder recorder) =>
        (await recorder.Reader.ReadAsync(new AuditQuery { Action = SwitchRecord.Action }, Cancellation)).Entries;

    private static void See(LiveState live, SwitchState state) =>
        live.DeadMansSwitches.Observed(new SwitchBoard([new SeenSwitch(DeadMansSwitchTests.Switch(), state, Any.Noon, Any.Noon, state is SwitchState.SourceSilent ? ["am-1"] : [])]));
}
