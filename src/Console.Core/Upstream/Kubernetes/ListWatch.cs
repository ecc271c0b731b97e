using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What a collection holds, after a list or a change.</summary>
/// <param name="Objects">The whole content.</param>
/// <param name="At">When the cluster told it, by our clock.</param>
internal sealed record Content<T>(IReadOnlyList<T> Objects, DateTimeOffset At);

/// <summary>List, then watch; resume from the last place seen; list again only when the cluster forgot it, or is silent for too long.</summary>
/// <param name="collection">What is watched.</param>
/// <param name="told">Where the content goes after each change. A slow reader slows the watch down; nothing is left out.</param>
/// <param name="failed">Told when the watch is broken, with a sentence for a person.</param>
/// <param name="pace">Pauses and lengths.</param>
/// <param name="log">The log.</param>
internal sealed class ListWatch<T>(
    KubernetesCollection<T> collection, ChannelWriter<Content<T>> told, Action<string> failed, WatchPace pace, ILogger log)
    where T : class, IKubernetesObject
{
    private readonly SortedDictionary<string, T> objects = new(StringComparer.Ordinal);
    private readonly Backoff backoff = pace.Backoff();
    private string? place;
    private UpstreamFault? lastFault;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
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
            catch (UpstreamException e)
            {
                Broke(e);
            }

            await Task.Delay(backoff.Next(), pace.Clock, cancellation).ConfigureAwait(false);
        }
    }

    // An outage is one line in the log, not one for each try.
    private void Broke(UpstreamException failure)
    {
        if (failure.Fault != lastFault)
        {
            log.WatchBroken(collection.Title, collection.Http.Source, failure.Fault, failure.Message);
            lastFault = failure.Fault;
        }

        failed(failure.Message);
    }

    private async Task<string> ListAsync(CancellationToken cancellation)
    {
        var (items, from) = await collection.ListAsync(cancellation).ConfigureAwait(false);

        // Replaced, never merged: what left the list must leave the screen.
        objects.Clear();
        foreach (var item in items)
        {
            objects[Key(item)] = item;
        }

        await TellAsync(cancellation).ConfigureAwait(false);
        return from;
    }

    /// <summary>Follows one watch to its end. Once it ended in good order, the next may begin at once.</summary>
    private async Task FollowAsync(CancellationToken cancellation)
    {
        var begun = pace.Clock.GetTimestamp();
        using var watch = await collection.WatchAsync(place!, pace.Length(), cancellation).ConfigureAwait(false);
        var heard = false;
        try
        {
            while (await watch.NextAsync(pace.Silence, cancellation).ConfigureAwait(false) is { } change)
            {
                heard = true;
                backoff.Reset();
                lastFault = null;
                Apply(change);
                place = change.Place;
                await TellAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (UpstreamException e) when (e.Fault is UpstreamFault.TimedOut)
        {
            // Not even a bookmark: the connection may be dead, or our place lies in the future of a restored store. Resume, or look anew.
            place = heard ? place : null;
            return;
        }

        if (heard || pace.Clock.GetElapsedTime(begun) >= pace.TooShort)
        {
            return;
        }

        // To begin anew at once would spin.
        var failure = collection.Http.Source.Failure(UpstreamFault.Broken, $"ends the watch of {collection.Title} at once");
        collection.Http.Meter.Streamed(failure);
        throw failure;
    }

    private void Apply(Change<T> change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Added or ChangeKind.Modified:
                objects[Key(change.Object)] = change.Object;
                break;
            case ChangeKind.Deleted:
                objects.Remove(Key(change.Object));
                break;
            case ChangeKind.Bookmark:
                // Its object is empty and must not enter; but it says that the rest is still true.
                break;
        }
    }

    private ValueTask TellAsync(CancellationToken cancellation) =>
        told.WriteAsync(new([.. objects.Values], pace.Clock.GetUtcNow()), cancellation);

    private static string Key(T item) => $"{item.Metadata.Namespace}/{item.Metadata.Name}";
}
