using Microsoft.Extensions.Logging;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// List, then watch; resume from the last place seen; list again only when the cluster forgot it, failed inside the watch, or is silent for too long.
/// </summary>
/// <param name="collection">What is watched.</param>
/// <param name="feed">Where it goes.</param>
/// <param name="pulse">Tells whether the cluster is well while a watch is quiet.</param>
/// <param name="pace">Pauses and lengths.</param>
/// <param name="log">The log.</param>
internal sealed class ListWatch<T>(KubernetesCollection<T> collection, InformerFeed<T> feed, ClusterPulse pulse, WatchPace pace, ILogger log)
    where T : class, IClusterObject
{
    private readonly Backoff backoff = pace.Backoff();
    private string? place;
    private UpstreamFault? lastFault;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var pause = backoff.Next;
            try
            {
                place ??= await ListAsync(cancellation).ConfigureAwait(false);
                await FollowAsync(cancellation).ConfigureAwait(false);
                continue;
            }
            catch (UpstreamException e) when (e.Fault is UpstreamFault.Gone)
            {
                // The rule after a restart of the cluster's API, no failure to show; but with a pause: no storm of lists.
                place = null;
                log.WatchRelists(collection.Title, collection.Http.Source);
            }
            catch (UpstreamException e) when (IsNotServed(e))
            {
                // An old cluster, or one without that part: nothing is wrong, and it may be updated.
                place = null;
                Once(e);
                feed.NotServed(collection.Kind.GroupVersion);
                pause = () => pace.NotServed * (1 + (pace.Random.NextDouble() / 4));
            }
            catch (UpstreamException e)
            {
                Once(e);
                feed.Broke(e.Message);
            }

            await Task.Delay(pause(), pace.Clock, cancellation).ConfigureAwait(false);
        }
    }

    // A list of a namespace that does not exist is empty: a 404 means the kind itself.
    private bool IsNotServed(UpstreamException e) => collection.Kind.MayBeMissing && e.Kubernetes is { Code: 404 };

    // An outage is one line in the log, not one for each try.
    private void Once(UpstreamException failure)
    {
        if (failure.Fault != lastFault)
        {
            log.WatchBroken(collection.Title, collection.Http.Source, failure.Fault, failure.Message);
            lastFault = failure.Fault;
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellation)
    {
        var (items, from) = await collection.ListAsync(cancellation).ConfigureAwait(false);
        feed.Listed(items);
        return from;
    }

    /// <summary>Follows one watch to its end. Once it ended in good order, the next may begin at once.</summary>
    private async Task FollowAsync(CancellationToken cancellation)
    {
        var begun = pace.Clock.GetTimestamp();
        using var watch = await collection.WatchAsync(place!, pace.Length(), cancellation).ConfigureAwait(false);
        using var open = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var heard = false;
        var confirming = ConfirmAsync(open.Token);
        try
        {
            while (await watch.NextAsync(pace.Silence, cancellation).ConfigureAwait(false) is { } line)
            {
                heard = true;
                Heard();
                Apply(line);
            }
        }
        catch (UpstreamException e) when (e.Fault is UpstreamFault.TimedOut && e.Kubernetes is null)
        {
            // Not even a bookmark: the connection may be dead, or our place lies in the future of a restored store. Resume, or look anew.
            place = heard ? place : null;
            return;
        }
        catch (UpstreamException e) when (e.Kubernetes is not null)
        {
            // It failed inside the watch: whatever it was, a list is right.
            place = null;
            throw;
        }
        finally
        {
            await open.CancelAsync().ConfigureAwait(false);
            await confirming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!heard && pace.Clock.GetElapsedTime(begun) < pace.TooShort)
        {
            // To begin anew at once would spin.
            var failure = collection.Http.Source.Failure(UpstreamFault.Broken, $"ends the watch of {collection.Title} at once");
            collection.Http.Meter.Streamed(failure);
            throw failure;
        }
    }

    private void Apply(WatchLine<T> line)
    {
        switch (line)
        {
            case WatchLine<T>.Put(var item):
                feed.Put(item);
                place = item.Id.ResourceVersion;
                break;
            case WatchLine<T>.Gone(var item):
                feed.Gone(item);
                place = item.Id.ResourceVersion;
                break;
            case WatchLine<T>.Bookmark(var at):
                feed.Confirmed();
                place = at;
                break;
        }
    }

    /// <summary>
    /// Says that nothing changed while nothing comes: a quiet watch is not stale. First when a watch that was broken is open again and holds,
    /// then now and then, as long as the cluster says that it is well.
    /// </summary>
    private async Task ConfirmAsync(CancellationToken open)
    {
        if (lastFault is not null)
        {
            await Task.Delay(pace.Settle, pace.Clock, open).ConfigureAwait(false);
            feed.Confirmed();
        }

        while (true)
        {
            var left = pace.Quiet - feed.Silence;
            await Task.Delay(left > TimeSpan.Zero ? left : pace.Quiet, pace.Clock, open).ConfigureAwait(false);
            if (feed.Silence < pace.Quiet)
            {
                continue;
            }

            if (await pulse.AskAsync(open).ConfigureAwait(false) is { } failure)
            {
                feed.Broke(failure.Message);
            }
            else
            {
                Heard();
                feed.Confirmed();
            }
        }
    }

    private void Heard()
    {
        backoff.Reset();
        lastFault = null;
    }
}
