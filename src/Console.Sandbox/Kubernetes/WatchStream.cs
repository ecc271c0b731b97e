using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>The lines of one watch: what exists (when asked for), then every change that fits, bookmarks, and an orderly end.</summary>
internal sealed class WatchStream(ObjectStore store, ResourceKind kind, string? inNamespace, TimeProvider clock)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BookmarkBeforeEnd = TimeSpan.FromSeconds(1.5);

    public async IAsyncEnumerable<JsonObject> LinesAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Without a timeout the real server picks 30 to 60 minutes, so that its watches do not all end at once.
        var end = clock.GetUtcNow() + (query.Timeout ?? TimeSpan.FromMinutes(30 + (30 * Random.Shared.NextDouble())));
        var place = long.TryParse(query.ResourceVersion, CultureInfo.InvariantCulture, out var from) ? from : 0;
        if (place == 0)
        {
            (place, var items) = store.List(kind, inNamespace);
            foreach (var line in Initial(query, place, items)) yield return line;
        }
        var bookmark = NextBookmark(end);
        while (true)
        {
            var next = store.NextChange;   // taken before reading, so that no change falls between
            if (store.Since(place) is not { } changes)
            {
                yield return Line("ERROR", ApiStatus.Expired($"too old resource version: {place} ({store.Oldest})").ToJson());
                yield break;
            }
            foreach (var line in changes.Select(c => EventFor(c, query.Selector)).OfType<JsonObject>()) yield return line;
            if (changes.Count > 0) place = Math.Max(place, changes[^1].Version);
            var now = clock.GetUtcNow();
            if (now >= end) yield break;
            if (query.Bookmarks && now >= bookmark)
            {
                yield return Line("BOOKMARK", Bookmark(Math.Max(place, 1), initialEnd: false));
                bookmark = NextBookmark(end);
            }
            await WaitAsync(next, (bookmark < end && query.Bookmarks ? bookmark : end) - now, cancellation);
        }
    }

    private IEnumerable<JsonObject> Initial(ListQuery query, long place, IReadOnlyList<StoredObject> items)
    {
        if (query.InitialEvents == false) yield break;
        foreach (var item in items.Where(query.Selector.Fits)) yield return Line("ADDED", Typed(kind, item.ToJson()));
        if (query.Bookmarks) yield return Line("BOOKMARK", Bookmark(place, initialEnd: true));
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

    private JsonObject? EventFor(Change change, ObjectSelector selector)
    {
        if (change.Kind != kind) return null;
        if (inNamespace is not null && change.Object.Key.Namespace != inNamespace) return null;
        var fits = change.Type != "DELETED" && selector.Fits(change.Object);
        var fitted = change.Before is not null && selector.Fits(change.Before);
        return (fitted, fits) switch
        {
            (false, true) => Line("ADDED", Typed(kind, change.Object.ToJson())),
            (true, true) => Line("MODIFIED", Typed(kind, change.Object.ToJson())),
            // An object that no longer fits is "deleted" for this watch, with its old labels and the new version.
            (true, false) => Line("DELETED", Typed(kind, Gone(change))),
            _ => null,
        };
    }

    private static JsonObject Gone(Change change)
    {
        var last = change.Before!.ToJson();
        last["metadata"]!["resourceVersion"] = change.Version.ToString(CultureInfo.InvariantCulture);
        return last;
    }

    private JsonObject Bookmark(long at, bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = at.ToString(CultureInfo.InvariantCulture) };
        if (initialEnd) metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        return new() { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion, ["metadata"] = metadata, ["spec"] = new JsonObject() };
    }

    public static JsonObject Typed(ResourceKind kind, JsonObject it)
    {
        var typed = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.ApiVersion };
        foreach (var (name, value) in it) typed[name] = value?.DeepClone();
        return typed;
    }

    private static JsonObject Line(string type, JsonObject it) => new() { ["type"] = type, ["object"] = it };
}
