using System.Collections.ObjectModel;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Prometheus;

/// <summary>The elements of a query's <c>result</c> as they are read: series beyond those that are kept are let go before the next one comes.</summary>
internal sealed class TopItems : Collection<ResultItem>
{
    /// <summary>The series that are kept.</summary>
    public TopSeries Top { get; } = new();

    /// <summary>Takes an element; the two halves of a bare pair are kept as they are.</summary>
    protected override void InsertItem(int index, ResultItem item)
    {
        if (item.Labels is { } labels)
        {
            Top.Offer(new Series(labels, item.Points));
        }
        else if (Count < 2)
        {
            base.InsertItem(Count, item);
        }
    }
}
