using OpsConsole.Queues;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Queues;

public sealed class QueueStaffingTests
{
    private static readonly WorkloadProfile Workers = new("Deployment", "fleet", "worker", 3, 1, 8, null);

    [Fact]
    public void So_many_keep_up_and_a_few_more_drain_it()
    {
        Assert.Equal(new QueueStaffing(2, 5, 6), QueueStaffing.Of(Any.Growing(3, 10, 6)));
        Assert.Equal(new QueueStaffing(2, 3, 4), QueueStaffing.Of(Any.Growing(3, 6, 6)));
        Assert.Equal(new QueueStaffing(2, 0, 0), QueueStaffing.Of(Any.Growing(3, 0, 6)));
    }

    [Theory]
    [InlineData(null, 10d, 6d)]
    [InlineData(0d, 10d, 6d)]
    [InlineData(3d, null, 6d)]
    [InlineData(3d, 10d, null)]
    [InlineData(3d, 10d, 0d)]
    [InlineData(3d, -1d, 6d)]
    [InlineData(double.NaN, 10d, 6d)]
    [InlineData(3d, double.PositiveInfinity, 6d)]
    [InlineData(3d, 1e9, 0.001)]
    public void What_is_not_known_or_makes_no_sense_says_nothing_of_workers(double? workers, double? comes, double? goes) =>
        Assert.Null(QueueStaffing.Of(Any.Growing(workers, comes, goes)));

    [Fact]
    public void More_is_suggested_only_where_it_grows_and_never_beyond_the_most()
    {
        Assert.Equal(6, QueueStaffing.Suggest(Any.Growing(3, 10, 6), Workers, 3));
        Assert.Equal(8, QueueStaffing.Suggest(Any.Growing(3, 90, 6), Workers, 3));
        Assert.Null(QueueStaffing.Suggest(Any.Growing(3, 90, 6), Workers, 8));
        Assert.Null(QueueStaffing.Suggest(Any.Growing(3, 10, 6) with { Forecast = new(DrainOutlook.Clears, TimeSpan.Zero, TimeSpan.Zero, -1, "") }, Workers, 3));
    }

    [Fact]
    public void The_backlog_of_a_worker_is_known_only_with_workers()
    {
        Assert.Equal(200, Any.Growing(3, 1, 1).BacklogPerWorker);
        Assert.Null(Any.Growing(0, 1, 1).BacklogPerWorker);
        Assert.Null(Any.Growing(null, 1, 1).BacklogPerWorker);
        Assert.Null((Any.Growing(3, 1, 1) with { Depth = null }).BacklogPerWorker);
    }
}
