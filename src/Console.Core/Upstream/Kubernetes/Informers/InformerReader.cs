using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// One who reads a feed, at a pace of their own. Who fell too far behind is given the present content in place of what was missed. All but
/// the waiting happens under the feed's gate.
/// </summary>
internal sealed class InformerReader<T>(InformerFeed<T> feed)
    where T : class, IClusterObject
{
    /// <summary>So many changes may wait; beyond that the content is told anew.</summary>
    public const int Longest = 1024;

    private readonly Queue<Told> queue = new();
    private bool isBehind;
    private TaskCompletionSource? waiting;
    private bool ended;
    private Exception? defect;

    /// <summary>The next change or failure; null when the feed has ended.</summary>
    public async ValueTask<Told?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task news;
            lock (feed.Gate)
            {
                if (isBehind && feed.Present is { } present)
                {
                    isBehind = false;
                    return new(present, null);
                }

                if (queue.TryDequeue(out var told))
                {
                    return told;
                }

                if (ended)
                {
                    return defect is null ? null : throw new InvalidOperationException("The watch ended by a defect.", defect);
                }

                waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                news = waiting.Task;
            }

            await news.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public void Tell(ClusterChange<T> change)
    {
        if (isBehind || queue.Count >= Longest)
        {
            // The present content holds all of it; and no failure is left, since something was heard.
            queue.Clear();
            isBehind = true;
        }
        else
        {
            queue.Enqueue(new(change, null));
        }

        Wake();
    }

    public void Fail(string words)
    {
        // Each new try tells the same: the last of them is enough for one who has not looked meanwhile.
        if (queue.Count == 0 || queue.Last().Failure is null)
        {
            queue.Enqueue(new(null, words));
            Wake();
        }
    }

    public void End(Exception? cause)
    {
        (ended, defect) = (true, cause);
        Wake();
    }

    private void Wake()
    {
        waiting?.SetResult();
        waiting = null;
    }

    /// <summary>A change, or the words of a failure: one of the two.</summary>
    internal readonly record struct Told(ClusterChange<T>? Change, string? Failure);
}
