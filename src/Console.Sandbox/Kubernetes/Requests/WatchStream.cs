using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Representations;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>One event of a watch: an object, or something that is none (a bookmark, an error).</summary>
internal sealed record WatchEvent(string Type, StoredObject? Object, JsonObject? Other = null);

/// <summary>The events of one watch: what exists (when asked for), then every change that fits, bookmarks, and an orderly end.</summary>
internal sealed class WatchStream(ObjectStore store, ResourceKind kind, string? inNamespace, ListQuery query, TimeProvider clock)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BookmarkBeforeEnd = TimeSpan.FromSeconds(1.5);
    private readonly ResourceKind stored = kind.StoredAs ?? kind;

    public async IAsyncEnumerable<WatchEvent> EventsAsync(Representation form, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Without a timeout the real server picks 30 to 60 minutes, so that its watches do not all end at once.
        var end = clock.GetUtcNow() + (query.Timeout ?? TimeSpan.FromMinutes(30 + (30 * Random.Shared.NextDouble())));
        var place = query.Version;
        if (place == 0 || query.InitialEvents == true)
        {
            (place, var items) = store.List(stored, inNamespace);
            if (query.InitialEvents != false)
                foreach (var item in items.Select(i => WholeObjects.In(kind, i)).Where(query.Fits)) yield return new("ADDED", item);
            if (query.InitialEvents != false && query.Bookmarks) yield return Bookmark(form, place, initialEnd: true);
        }
        var bookmark = NextBookmark(end);
        while (true)
        {
            var next = store.NextChange;   // taken before reading, so that no change falls between
            if (store.Since(place) is not { } changes)
            {
                yield return new("ERROR", null, ApiStatus.Expired($"too old resource version: {place} ({store.Oldest})").ToJson());
                yield break;
            }
            foreach (var change in changes)
                if (EventFor(change) is { } happened) yield return happened;
            if (changes.Count > 0) place = Math.Max(place, changes[^1].Version);
            var now = clock.GetUtcNow();
            if (now >= end) yield break;
            if (query.Bookmarks && now >= bookmark)
            {
                yield return Bookmark(form, Math.Max(place, 1), initialEnd: false);
                bookmark = NextBookmark(end);
            }
            await WaitAsync(next, (bookmark < end && query.Bookmarks ? bookmark : end) - now, cancellation);
        }
    }

    // Once a minute, and once more shortly before the end, so that the client resumes from near the truth.
    private DateTimeOffset NextBookmark(DateTimeOffset end)
    {
        var now = clock.GetUtcNow();
        var last = end - BookmarkBeforeEnd;
        if (now >= last) return DateTimeOffset.MaxValue;
        return now + BookmarkEvery < last ? now + BookmarkEvery : last;
    }

    private async Task WaitAsync(Task next, TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await next.WaitAsync(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, clock, cancellation);
        }
        catch (TimeoutException)
        {
            // Time for a bookmark or for the end.
        }
    }

    private WatchEvent? EventFor(Change change)
    {
        if (change.Kind != stored || (inNamespace is not null && change.Object.Key.Namespace != inNamespace)) return null;
        var now = WholeObjects.In(kind, change.Object);
        var before = change.Before is null ? null : WholeObjects.In(kind, change.Before);
        var fits = change.Type != "DELETED" && query.Fits(now);
        var fitted = before is not null && query.Fits(before);
        return (fitted, fits) switch
        {
            (false, true) => new("ADDED", now),
            (true, true) => new("MODIFIED", now),
            // An object that no longer fits is "deleted" for this watch, with its old labels and the new version.
            (true, false) => new("DELETED", change.Type == "DELETED" ? now : Gone(before!, change.Version)),
            _ => null,
        };
    }

    private static StoredObject Gone(StoredObject before, long version)
    {
        var last = before.ToJson();
        ObjectMetadata.SetVersion(last, version);
        return new(before.Kind, before.Key, last);
    }

    private static WatchEvent Bookmark(Representation form, long at, bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = ApiResponse.Text(at) };
        if (initialEnd) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        return new("BOOKMARK", null, form.Bookmark(metadata));
    }
}
