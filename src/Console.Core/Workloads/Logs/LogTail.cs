using OpsConsole.Upstream;

namespace OpsConsole.Workloads;

/// <summary>A log line with its place in the log as we read it.</summary>
/// <param name="Number">1 for the first line that was read.</param>
/// <param name="At">The node's time stamp; null when the line has none.</param>
/// <param name="Text">The line, without control characters; from outside: encode it.</param>
public sealed record TailLine(long Number, DateTimeOffset? At, string Text);

/// <summary>The end of a container's log as it grows: a bounded number of lines, and why it stopped. One writer, any number of readers.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="query">What to read.</param>
public sealed class LogTail(IClusterSource cluster, LogQuery query)
{
    /// <summary>How many lines are kept; older ones are dropped and counted.</summary>
    public const int MostLines = 5_000;

    private readonly Lock gate = new();
    private readonly Queue<TailLine> lines = new();
    private long read;
    private string? problem;
    private bool ended;

    /// <summary>What is read.</summary>
    public LogQuery Query => query;

    /// <summary>How many lines were read, with those that were dropped.</summary>
    public long Read
    {
        get
        {
            lock (gate)
            {
                return read;
            }
        }
    }

    /// <summary>How many lines are no longer kept.</summary>
    public long Dropped
    {
        get
        {
            lock (gate)
            {
                return read - lines.Count;
            }
        }
    }

    /// <summary>Why the reading failed, in the cluster's words; null when it did not.</summary>
    public string? Problem
    {
        get
        {
            lock (gate)
            {
                return problem;
            }
        }
    }

    /// <summary>Whether no more lines will come: the log ended, or the reading failed.</summary>
    public bool Ended
    {
        get
        {
            lock (gate)
            {
                return ended;
            }
        }
    }

    /// <summary>The kept lines that hold a text, oldest first.</summary>
    /// <param name="text">The text, upper and lower case alike; empty for all lines.</param>
    public IReadOnlyList<TailLine> Lines(string text)
    {
        lock (gate)
        {
            return text.Length == 0 ? [.. lines] : [.. lines.Where(line => line.Text.Contains(text, StringComparison.OrdinalIgnoreCase))];
        }
    }

    /// <summary>Reads until the log ends, fails or the reader leaves.</summary>
    /// <param name="changed">Told after each line and at the end; must return at once.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task RunAsync(Action changed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(changed);
        try
        {
            await foreach (var line in cluster.LogAsync(query, cancellation).ConfigureAwait(false))
            {
                Add(line);
                changed();
            }
        }
        catch (UpstreamException e)
        {
            lock (gate)
            {
                problem = e.Message;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }

        lock (gate)
        {
            ended = true;
        }

        changed();
    }

    private void Add(LogLine line)
    {
        var text = LogText.Harmless(line.Text);
        lock (gate)
        {
            lines.Enqueue(new TailLine(++read, line.At, text));
            if (lines.Count > MostLines)
            {
                lines.Dequeue();
            }
        }
    }
}
