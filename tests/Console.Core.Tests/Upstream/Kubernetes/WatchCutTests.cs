using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>A watch may be cut at any byte: nothing is lost and nothing is told twice.</summary>
public sealed class WatchCutTests
{
    private static readonly string[] Lines = WatchLog.Lines(
        ("ADDED", "a"), ("ADDED", "b"), ("MODIFIED", "a"), ("DELETED", "b"), ("ADDED", "c"), ("MODIFIED", "a"), ("ADDED", "b"), ("DELETED", "a"));

    private static readonly string[] Changes = ["+a@101", "+b@102", "+a@103", "-b@104", "+c@105", "+a@106", "+b@107", "-a@108"];

    private static readonly Arbitrary<Cut[]> Cuts = (
        from count in Gen.Choose(1, 6)
        from cuts in (from after in Gen.Choose(0, Lines.Sum(line => line.Length)) from orderly in Gen.Elements(true, false) select new Cut(after, orderly)).ArrayOf(count)
        select cuts).ToArbitrary();

    [Fact]
    public void Whatever_is_cut_the_end_is_the_same_and_each_change_came_once() => Prop.ForAll(Cuts, cuts => HoldsAsync(cuts).GetAwaiter().GetResult())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public async Task Each_byte_of_a_line_is_a_place_where_a_cut_does_no_harm()
    {
        foreach (var orderly in (bool[])[true, false])
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Lines[0].Length + 3), new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (after, _) => Assert.True(await HoldsAsync([new Cut(after, orderly)]), $"cut after {after} bytes"));
        }
    }

    private static async Task<bool> HoldsAsync(Cut[] cuts)
    {
        var log = new WatchLog(Lines, cuts);
        await using var server = await ReplayServer.StartInTurnAsync(log.AnswerAsync);
        using var cluster = new TestCluster(server.Url, pace => pace with { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) });
        await using var reading = new Reading<Pod>(cluster.Cluster);
        await reading.UntilAsync(it => it.Told.Count > 0);
        log.Listed.SetResult();
        await reading.UntilAsync(it => it.Changes.Count >= Changes.Length);
        return Changes.SequenceEqual(reading.Changes) && reading.Content.SequenceEqual(["b@107", "c@105"]) && reading.Told.Count(change => change is ClusterChange<Pod>.Listed) == 1;
    }
}
