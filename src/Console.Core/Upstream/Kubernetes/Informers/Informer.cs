using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// One watch for all who read the same kind in the same place: begun by the first reader, ended some time after the last has left.
/// </summary>
internal sealed class Informer<T>(KubernetesCollection<T> collection, ClusterPulse pulse, WatchPace pace, ILogger log, CancellationToken ending)
    where T : class, IClusterObject
{
    private readonly Lock gate = new();
    private Run? run;

    public async IAsyncEnumerable<ClusterChange<T>> ReadAsync(Action<string> failed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (joined, reader) = Enter();
        try
        {
            while (await reader.NextAsync(cancellation).ConfigureAwait(false) is { } told)
            {
                if (told.Change is { } change)
                {
                    yield return change;
                }
                else
                {
                    failed(told.Failure!);
                }
            }
        }
        finally
        {
            Leave(joined, reader);
        }
    }

    private (Run Joined, InformerReader<T> Reader) Enter()
    {
        lock (gate)
        {
            if (run is null || run.HasEnded)
            {
                run = new(new InformerFeed<T>(pace.Clock), new CancellationTokenSource());
                _ = FollowAsync(run);
            }

            run.Linger?.Dispose();
            run.Linger = null;
            run.Readers++;
            return (run, run.Feed.Enter());
        }
    }

    private void Leave(Run joined, InformerReader<T> reader)
    {
        lock (gate)
        {
            joined.Feed.Leave(reader);
            if (--joined.Readers == 0)
            {
                joined.Linger = pace.Clock.CreateTimer(_ => End(joined), null, pace.Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void End(Run left)
    {
        lock (gate)
        {
            if (left.Readers > 0)
            {
                return;
            }

            left.Linger?.Dispose();
            run = ReferenceEquals(run, left) ? null : run;
        }

        left.Ending.Cancel();
    }

    // Its end, whatever it is, must reach the readers, who else would wait for ever.
    private async Task FollowAsync(Run begun)
    {
        Exception? defect = null;
        try
        {
            await Task.Yield();
            await using var stopping = ending.UnsafeRegister(stopped => ((CancellationTokenSource)stopped!).Cancel(), begun.Ending).ConfigureAwait(false);
            await new ListWatch<T>(collection, begun.Feed, pulse, pace, log).RunAsync(begun.Ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (begun.Ending.IsCancellationRequested)
        {
            // Nobody reads it any more, or the console stops.
        }
        catch (Exception e)
        {
            defect = e;
        }

        begun.HasEnded = true;
        begun.Feed.End(defect);
    }

    /// <summary>A watch that goes on, with those who read it. Its source of cancellation has neither timer nor link, so that nothing is to be disposed of.</summary>
    private sealed class Run(InformerFeed<T> feed, CancellationTokenSource ending)
    {
        private volatile bool hasEnded;

        public InformerFeed<T> Feed => feed;

        public CancellationTokenSource Ending => ending;

        public int Readers { get; set; }

        public ITimer? Linger { get; set; }

        public bool HasEnded { get => hasEnded; set => hasEnded = value; }
    }
}
