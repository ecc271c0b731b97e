using System.Globalization;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>What readers of different pace are told.</summary>
public sealed class InformerFeedTests
{
    private readonly InformerFeed<Pod> feed = new(new FakeTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public async Task One_who_falls_too_far_behind_gets_the_content_anew_and_holds_up_nobody()
    {
        var (slow, fast) = (feed.Enter(), feed.Enter());
        feed.Listed([Pod("first", 1)]);
        await NextAsync(slow);
        await NextAsync(fast);
        for (var version = 2; version < InformerReader<Pod>.Longest + 100; version++)
        {
            feed.Put(Pod("one", version));
            Assert.Equal(FormattableString.Invariant($"+one@{version}"), await NextAsync(fast));
        }

        feed.Gone(Pod("first", 5000));
        Assert.Equal("=one@1123", await NextAsync(slow));
        feed.Put(Pod("two", 5001));
        Assert.Equal("+two@5001", await NextAsync(slow));
        Assert.Equal(["-first@5000", "+two@5001"], [await NextAsync(fast), await NextAsync(fast)]);
    }

    [Fact]
    public async Task One_who_keeps_up_is_told_each_change_and_no_list_twice()
    {
        var reader = feed.Enter();
        feed.Listed([]);
        feed.Put(Pod("a", 2));
        var late = feed.Enter();
        feed.Put(Pod("b", 3));
        feed.Confirmed();
        Assert.Equal(["=", "+a@2", "+b@3", "Confirmed"], [await NextAsync(reader), await NextAsync(reader), await NextAsync(reader), await NextAsync(reader)]);
        Assert.Equal(["=a@2", "+b@3", "Confirmed"], [await NextAsync(late), await NextAsync(late), await NextAsync(late)]);
    }

    [Fact]
    public async Task A_failure_comes_after_what_was_told_before_it_and_is_over_once_something_is_heard()
    {
        var reader = feed.Enter();
        feed.Listed([]);
        await NextAsync(reader);
        feed.Put(Pod("a", 2));
        feed.Broke("cut");
        feed.Broke("cut again");
        var late = feed.Enter();
        feed.Confirmed();

        Assert.Equal(["+a@2", "!cut", "Confirmed"], [await NextAsync(reader), await NextAsync(reader), await NextAsync(reader)]);
        Assert.Equal(["=a@2", "!cut again", "Confirmed"], [await NextAsync(late), await NextAsync(late), await NextAsync(late)]);
    }

    [Fact]
    public async Task Who_comes_during_an_outage_gets_what_was_known_and_then_the_failure()
    {
        feed.Listed([Pod("a", 1)]);
        feed.Broke("away");
        var reader = feed.Enter();

        Assert.Equal(["=a@1", "!away"], [await NextAsync(reader), await NextAsync(reader)]);
    }

    [Fact]
    public async Task A_defect_reaches_the_readers()
    {
        var reader = feed.Enter();
        feed.End(new InvalidOperationException("a defect"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => NextAsync(reader));
    }

    private static Pod Pod(string name, int version) => new()
    {
        Id = new("n", name, $"u-{name}", version.ToString(CultureInfo.InvariantCulture)),
        Phase = "Running",
    };

    private static async Task<string> NextAsync(InformerReader<Pod> reader) =>
        await reader.NextAsync(TestContext.Current.CancellationToken) is { } told
            ? told.Failure is { } words ? $"!{words}" : Words(told.Change!)
            : "end";

    private static string Words(ClusterChange<Pod> change) => change is ClusterChange<Pod>.Listed(var all, _)
        ? $"={string.Join(',', all.Select(pod => $"{pod.Id.Name}@{pod.Id.ResourceVersion}"))}"
        : Reading<Pod>.Words(change) ?? change.GetType().Name;
}
