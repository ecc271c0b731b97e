using System.Text.Json.Nodes;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

/// <summary>Whoever follows the end of the record picks entries without the database: it must be the same entries.</summary>
public sealed class AuditFitsTests(Stores stores)
{
    private static readonly AuditQuery[] Questions =
    [
        new(), new() { Actor = "U-ADA" }, new() { Actor = "ada lovelace" }, new() { Actor = "ada" }, new() { System = "alpha" }, new() { System = "beta" },
        new() { Action = "scale" }, new() { Stage = AuditStage.Denied }, new() { Target = "ALPHA/Lease-1" }, new() { Correlation = "affair-1" }, new() { Text = "wor" },
        new() { Text = "worker 3" }, new() { Text = "evid deep" }, new() { Text = "örtchen" }, new() { Text = "nothing-like-it" }, new() { Text = "scale", Stage = AuditStage.Denied },
        new() { Before = 3 }, new() { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddDays(1) }, new() { From = DateTimeOffset.UnixEpoch },
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_fits_here_is_what_the_database_finds(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        await recorder.AppendAsync(Recorder.Event(target: "alpha/lease-1") with { Correlation = "affair-1", Reason = "Holder evicted with worker-3" });
        await recorder.AppendAsync(Recorder.Event("scale", "beta/web", stage: AuditStage.Denied) with { System = "beta", Evidence = new JsonObject { ["evidence"] = new JsonObject { ["deep"] = 7 } } });
        await recorder.AppendAsync(Recorder.Event("sign-in", by: new Person("u-bob", "Bob Örtchen", [], SignInMethod.Oidc)) with { System = null });
        await recorder.AppendAsync(Recorder.Event("silence-seen", "main/1", Person.Console));
        var all = (await recorder.Reader.ReadAsync(new AuditQuery(), Cancellation)).Entries;

        foreach (var question in Questions)
        {
            var found = (await recorder.Reader.ReadAsync(question, Cancellation)).Entries.Select(entry => entry.Sequence);
            Assert.Equal(found, all.Where(question.Fits).Select(entry => entry.Sequence));
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_entry_between_its_neighbours_is_recomputed(Dialect dialect)
    {
        await using var recorder = await Recorder.WithAsync(stores, dialect, 3);
        var check = new AuditSpotCheck(recorder.Database, recorder.Keys);

        foreach (var place in new long[] { 1, 2, 3 })
        {
            var spot = await check.LookAsync(place, Cancellation);
            Assert.Null(spot.Wrong);
            Assert.Equal(place, spot.Entry!.Sequence);
        }

        Assert.Equal((null, null), ((await check.LookAsync(long.MaxValue, Cancellation)).Entry, (await check.LookAsync(-5, Cancellation)).Entry));
        await recorder.TamperWithoutTriggersAsync("UPDATE audit_entries SET body = REPLACE(body, 'lease-2', 'lease-9') WHERE sequence = 2");

        Assert.StartsWith("entry 2: it was changed", (await check.LookAsync(2, Cancellation)).Wrong, StringComparison.Ordinal);
        Assert.StartsWith("entry 2: it was changed", (await check.LookAsync(1, Cancellation)).Wrong, StringComparison.Ordinal);
    }
}
