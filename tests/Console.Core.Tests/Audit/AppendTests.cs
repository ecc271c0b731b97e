using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Audit;

public sealed class AppendTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_entry_reads_back_with_everything_that_was_said(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var happened = Recorder.Event(target: "alpha/leader") with
        {
            Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("uid", "x-1"),
            Reason = "its holder is gone \u0000 \ud800 ü😀",
            Evidence = new JsonObject { ["holder"] = "pod-1", ["replicas"] = 3, ["ready"] = true, ["none"] = null, ["list"] = new JsonArray(1, "b") },
            PlanHash = "abc",
        };
        var first = await recorder.AppendAsync(happened);
        var second = await recorder.AppendAsync(Recorder.Event() with { Correlation = first.Correlation });
        var entry = await recorder.Reader.FindAsync(first.Sequence, Cancellation);
        Assert.NotNull(entry);
        Assert.Equal((1, "u-ada", "Ada Lovelace", "local", "10.0.0.7"), (entry.Sequence, entry.Subject, entry.Name, entry.Method, entry.Address));
        Assert.Equal(("lease-delete", AuditStage.Succeeded, "alpha", "alpha/leader"), (entry.Action, entry.Stage, entry.System, entry.Target));
        Assert.Equal("its holder is gone \uFFFD \uFFFD ü😀", entry.Reason);
        Assert.Equal("""{"holder":"pod-1","list":[1,"b"],"none":null,"ready":true,"replicas":3}""", CanonicalJson.Write(entry.Evidence).Value);
        Assert.Equal(("x-1", "abc", string.Empty, first.Hash, first.At), (entry.Parameters["uid"], entry.PlanHash, entry.PreviousHash, entry.Hash, entry.At));
        var next = await recorder.Reader.FindAsync(second.Sequence, Cancellation);
        Assert.Equal((first.Hash, first.Correlation), (next!.PreviousHash, next.Correlation));
        Assert.Null(await recorder.Reader.FindAsync(3, Cancellation));
        Assert.True((await recorder.VerifyAsync()).IsWhole);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Time_never_runs_backwards_along_the_chain(Dialect dialect)
    {
        var clock = new FakeTime(Noon);
        await using var recorder = await Recorder.NewAsync(stores, dialect, clock);
        var first = await recorder.AppendAsync(Recorder.Event());
        clock.Advance(TimeSpan.FromMinutes(1));
        var second = await recorder.AppendAsync(Recorder.Event());
        await using var behind = Recorder.On(recorder.Database, recorder.Folder, new FakeTime(Noon.AddHours(-1)));
        var third = await behind.AppendAsync(Recorder.Event());
        Assert.Equal((Noon, Noon.AddMinutes(1), Noon.AddMinutes(1)), (first.At, second.At, third.At));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_caller_who_leaves_neither_loses_nor_doubles_anything(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var callers = Enumerable.Range(0, 400).Select(async number =>
        {
            using var leaving = new CancellationTokenSource();
            var appending = recorder.Log.AppendAsync(Recorder.Event(target: $"t{number}"), leaving.Token);
            if (number % 2 == 0)
            {
                await leaving.CancelAsync();
            }

            return await Record.ExceptionAsync(() => appending) is null;
        });
        var stayed = (await Task.WhenAll(callers)).Count(stays => stays);
        await recorder.AppendAsync(Recorder.Event(target: "last"));
        Assert.InRange(stayed, 200, 400);
        Assert.Equal(401, await recorder.ScalarAsync<long>("SELECT COUNT(DISTINCT target) FROM audit_entries"));
        Assert.Equal(401, (await recorder.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task What_has_no_canonical_form_is_refused_by_name_and_leaves_no_trace()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        var fraction = await recorder.Log.AppendAsync(Recorder.Event() with { Evidence = new JsonObject { ["share"] = 0.5 } }, Cancellation);
        Assert.Equal("evidence.share: 0.5 is no whole number within 2^53: write it as text", fraction.Explanation);
        var tooLong = await recorder.Log.AppendAsync(Recorder.Event() with { Reason = new string('x', AuditBody.Longest) }, Cancellation);
        Assert.Contains("longer than 65536", tooLong.Explanation, StringComparison.Ordinal);
        Assert.Equal(0, await recorder.ScalarAsync<long>("SELECT COUNT(*) FROM audit_entries"));
    }

    [Fact]
    public async Task Who_follows_hears_of_new_entries()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        await using var following = recorder.Database.News.FollowAsync(ChainWriter.Topic, Cancellation).GetAsyncEnumerator(Cancellation);
        var next = following.MoveNextAsync();
        await recorder.AppendAsync(Recorder.Event());
        Assert.True(await next);
        Assert.Equal("1", following.Current);
    }
}
