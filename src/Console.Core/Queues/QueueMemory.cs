using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>A queue's depths: the history that was asked for, and what was read since.</summary>
internal sealed class QueueMemory
{
    private readonly Queue<Point> read = [];
    private QueueHistory asked = QueueHistory.Empty;

    /// <summary>When the history is due again.</summary>
    public DateTimeOffset HistoryDue { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Depths of the last minutes, for a forecast.</summary>
    public ImmutableArray<Point> Latest { get; private set; } = [];

    /// <summary>How the forecasts of the last hour held; null when nothing is known of before.</summary>
    public BackTest? BackTest { get; private set; }

    /// <summary>The asked history with the newest depths behind it.</summary>
    public ImmutableArray<Point> History => [.. asked.Depth, .. read.Where(point => asked.Depth.IsEmpty || point.At > asked.Depth[^1].At)];

    /// <summary>Keeps a depth.</summary>
    /// <param name="at">When it was read.</param>
    /// <param name="depth">The depth.</param>
    public void Read(DateTimeOffset at, double depth)
    {
        read.Enqueue(new Point(at, depth));
        while (read.Peek().At < at - DrainForecaster.Recent)
        {
            read.Dequeue();
        }

        // Soon after the start the asked history is all there is.
        Latest = [.. asked.Between(at - DrainForecaster.Recent, read.Peek().At - TimeSpan.FromTicks(1)), .. read];
    }

    /// <summary>Takes the history that a source answered with, and looks how the forecasts in it held.</summary>
    /// <param name="history">The history.</param>
    /// <param name="now">Its end.</param>
    /// <param name="drains">Whether the queue is one that drains: of another nothing is foretold.</param>
    public void Answered(QueueHistory history, DateTimeOffset now, bool drains) =>
        (asked, BackTest) = (history, drains ? BackTester.Of(history, now) : null);
}
