using OpsConsole.Alerts;
using OpsConsole.Queues;

namespace OpsConsole.Core.Tests.Queues;

public sealed class QueueLevelTests
{
    [Theory]
    [InlineData(0, Severity.Info)]
    [InlineData(999, Severity.Info)]
    [InlineData(1000, Severity.Warning)]
    [InlineData(5000, Severity.Critical)]
    public void Without_a_capacity_the_depth_decides(double depth, Severity level) =>
        Assert.Equal(level, QueueLevel.Judge(Any.Queue(), depth, null, null));

    [Theory]
    [InlineData(79, Severity.Info)]
    [InlineData(80, Severity.Warning)]
    [InlineData(95, Severity.Critical)]
    [InlineData(120, Severity.Critical)]
    public void With_a_capacity_the_share_decides(double depth, Severity level) =>
        Assert.Equal(level, QueueLevel.Judge(Any.Queue("size", warn: 0.8, critical: 0.95), depth, 100, null));

    [Theory]
    [InlineData(null)]
    [InlineData(0d)]
    public void A_share_of_nothing_or_of_the_unknown_is_unknown(double? capacity) =>
        Assert.Equal(Severity.Unknown, QueueLevel.Judge(Any.Queue("size", warn: 0.8), 5, capacity, null));

    [Fact]
    public void No_data_is_unknown_and_never_fine() => Assert.Equal(Severity.Unknown, QueueLevel.Judge(Any.Queue(), null, null, null));

    [Fact]
    public void An_old_item_warns_even_in_a_short_queue()
    {
        var queue = Any.Queue(oldestWarn: TimeSpan.FromMinutes(5));
        Assert.Equal(Severity.Warning, QueueLevel.Judge(queue, 1, null, TimeSpan.FromMinutes(5)));
        Assert.Equal(Severity.Info, QueueLevel.Judge(queue, 1, null, TimeSpan.FromMinutes(4)));
        Assert.Equal(Severity.Warning, QueueLevel.Judge(queue, null, null, TimeSpan.FromMinutes(5)));
        Assert.Equal(Severity.Critical, QueueLevel.Judge(queue, 5000, null, TimeSpan.FromMinutes(5)));
    }
}
