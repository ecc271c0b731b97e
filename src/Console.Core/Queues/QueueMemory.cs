using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Queues;

/// <summary>A queue's depths: the history that was asked for, and what was read since.</summary>
internal sealed class QueueMemory
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    private readonly Queue<Point> read = [];
    private ImmutableArray<Point> asked = [];

    /// <summary>When the history is due again.</summary>
    public DateTimeOffset HistoryDue { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Depths of the last minutes, for a forecast.</summary>
    public ImmutableArray<Point> Latest { get; private set; } = [];

    /// <summary>The asked history with the newest depths behind it.</summary>
    public ImmutableArray<Point> History => [.. asked, .. read.Where(point => asked.IsEmpty || point.At > asked[^1].At)];

    /// <summary>Keeps a depth.</summary>
    /// <param name="at">When it was read.</param>
    /// <param name="depth">The depth.</param>
    public void Read(DateTimeOffset at, double depth)
    {
        read.Enqueue(new Point(at, depth));
        while (read.Peek().At < at - Recent)
        {
            read.Dequeue();
        }

        // Soon after the start the asked history is all there is; a depth of ten minutes ago says little of now.
        Latest = [.. asked.Where(point => point.At >= at - Recent && point.At < read.Peek().At), .. read];
    }

    /// <summary>Takes the history that a source answered with; what is not a number is a gap.</summary>
    /// <param name="points">Its points.</param>
    public void Answered(ImmutableArray<Point> points) => asked = [.. points.Where(point => double.IsFinite(point.Value))];
}
