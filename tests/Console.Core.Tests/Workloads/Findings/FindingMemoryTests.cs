using System.Collections.Immutable;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class FindingMemoryTests
{
    private readonly FindingMemory memory = new();

    [Fact]
    public void What_was_so_at_the_first_look_has_no_since_and_what_came_later_has()
    {
        Assert.Null(Settle(0, Found("x"))[0].Since);
        Assert.Equal([null, Made.Noon.AddMinutes(1)], Settle(1, Found("x"), Found("y")).Select(it => it.Since));
        Assert.Equal([null, Made.Noon.AddMinutes(1)], Settle(9, Found("x"), Found("y")).Select(it => it.Since));
    }

    [Fact]
    public void What_must_last_is_held_back_until_it_has()
    {
        Settle(0);
        var lasting = Found("x") with { After = TimeSpan.FromMinutes(10) };
        Assert.Empty(Settle(1, lasting));
        Assert.Empty(Settle(10, lasting));
        Assert.Equal(Made.Noon.AddMinutes(1), Settle(11, lasting)[0].Since);
    }

    [Fact]
    public void What_went_in_between_begins_anew()
    {
        var lasting = Found("x") with { After = TimeSpan.FromMinutes(10) };
        Settle(0);
        Settle(1, lasting);
        Settle(5);
        Settle(6, lasting);
        Assert.Empty(Settle(15, lasting));
        Assert.Single(Settle(16, lasting));
    }

    [Fact]
    public void Where_the_cluster_tells_since_when_nothing_is_waited_for()
    {
        var told = Found("x") with { After = TimeSpan.FromMinutes(10), Since = Made.Noon.AddMinutes(-10) };
        Assert.Equal(Made.Noon.AddMinutes(-10), Settle(0, told)[0].Since);
        Assert.Empty(Settle(0, told with { Target = "y", Since = Made.Noon.AddMinutes(-9) }));
    }

    [Fact]
    public void The_worst_comes_first()
    {
        var levels = Settle(0, Found("x"), Found("y") with { Level = FindingLevel.Problem }, Found("z") with { Level = FindingLevel.Warning }).Select(it => it.Level);
        Assert.Equal([FindingLevel.Problem, FindingLevel.Warning, FindingLevel.Hint], levels);
    }

    private static Suspicion Found(string target) => new(FindingLevel.Hint, target, "title", "why", "remedy");

    private ImmutableArray<Finding> Settle(int minute, params Suspicion[] found) =>
        memory.Settle("a", found.Select(it => ("check", it)), Made.Noon.AddMinutes(minute));
}
