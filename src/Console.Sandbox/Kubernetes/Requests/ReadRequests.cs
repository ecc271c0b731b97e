using System.Buffers;
using OpsConsole.Sandbox.Kubernetes.Representations;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Gets and lists.</summary>
internal sealed class ReadRequests(ObjectStore store, TimeProvider clock)
{
    private static readonly TimeSpan FutureWait = TimeSpan.FromSeconds(3);

    public async Task GetAsync(HttpContext http, ResourceKind kind, ObjectKey key)
    {
        var (form, refusal) = Negotiation.Choose(http.Request, kind, watch: false, clock);
        var found = store.Look(kind.StoredAs ?? kind, key);
        if (found is null) refusal ??= ApiStatus.NotFound(kind, key.Name);
        if (refusal is not null) await ApiResponse.RefuseAsync(http, refusal);
        else await WriteAsync(http, to => form!.WriteObject(to, found!));
    }

    public async Task ListAsync(HttpContext http, ResourceKind kind, string? inNamespace)
    {
        var (form, refusal) = Negotiation.Choose(http.Request, kind, watch: false, clock);
        var (query, unreadable) = ListQuery.Read(kind, http.Request.Query, watch: false);
        if ((refusal ?? unreadable) is { } refused)
        {
            await ApiResponse.RefuseAsync(http, refused);
            return;
        }
        var (page, expired) = await PageAsync(kind, inNamespace, query!, http.RequestAborted);
        if (page is null) await ApiResponse.RefuseAsync(http, expired!);
        else await WriteAsync(http, to => form!.WriteList(to, page));
    }

    private async Task<(ListPage? Page, ApiStatus? Refusal)> PageAsync(
        ResourceKind kind, string? inNamespace, ListQuery query, CancellationToken cancellation)
    {
        if (query.Continue is not null) return NextPage(kind, inNamespace, query);
        // From the future: it may still come, so the real server waits some seconds.
        for (var until = clock.GetUtcNow() + FutureWait; query.Version > store.Version;)
        {
            if (clock.GetUtcNow() >= until) return (null, ApiStatus.TooLargeVersion(query.ResourceVersion!, store.Version));
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellation);
        }
        if (query.Match != "Exact")
        {
            var (version, items) = store.List(kind.StoredAs ?? kind, inNamespace);
            // The cache that answers resourceVersion=0 knows no pages: all of it comes.
            return (Cut(kind, version, items, query, query.ResourceVersion == "0" ? 0 : query.Limit), null);
        }
        return store.ListAt(kind.StoredAs ?? kind, inNamespace, query.Version) is { } then ? (Cut(kind, query.Version, then, query, query.Limit), null)
            : (null, ApiStatus.Expired("The resourceVersion for the provided list is too old."));
    }

    private (ListPage? Page, ApiStatus? Refusal) NextPage(ResourceKind kind, string? inNamespace, ListQuery query)
    {
        if (ContinueToken.Parse(query.Continue!) is not { } token)
            return (null, ApiStatus.BadRequest("invalid continue token: continue key is not valid: invalid character looking for beginning of value"));
        var version = token.Version == ContinueToken.Today ? store.Version : token.Version;
        var items = store.ListAt(kind.StoredAs ?? kind, inNamespace, version);
        if (items is null)
            return (null, ApiStatus.Expired("The provided continue parameter is too old to display a consistent list result. You can start a new "
                + "list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
                + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between "
                + "the time the first chunk was returned and now may show up in the list.")
                with
            { Continue = (token with { Version = ContinueToken.Today }).ToString() });
        return (Cut(kind, version, [.. items.Where(i => i.Key.CompareTo(token.After) > 0)], query, query.Limit), null);
    }

    private static ListPage Cut(ResourceKind kind, long version, IReadOnlyList<StoredObject> items, ListQuery query, long limit)
    {
        var fitting = query.Selects ? [.. items.Where(i => query.Fits(WholeObjects.In(kind, i)))] : items;
        if (limit <= 0 || fitting.Count <= limit) return new(ApiResponse.Text(version), fitting);
        var page = fitting.Take((int)Math.Min(limit, int.MaxValue)).ToList();
        return new(ApiResponse.Text(version), page)
        {
            Continue = new ContinueToken(version, page[^1].Key).ToString(),
            Remaining = query.Selects ? null : fitting.Count - page.Count,
        };
    }

    private static async Task WriteAsync(HttpContext http, Action<IBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>(4096);
        write(to);
        await ApiResponse.BytesAsync(http, StatusCodes.Status200OK, to.WrittenMemory);
    }
}
