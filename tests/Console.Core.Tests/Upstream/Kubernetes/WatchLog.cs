using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>How a watch is ended: after so many bytes, in good order or by a reset.</summary>
internal readonly record struct Cut(int After, bool Orderly);

/// <summary>
/// A cluster that tells what is in its log, from the place that a watch asks for, and cuts each watch as it is told. Once all cuts are
/// made it tells the rest and goes quiet.
/// </summary>
internal sealed class WatchLog(IReadOnlyList<string> lines, IEnumerable<Cut> cuts)
{
    public const int Begin = 100;
    private readonly Queue<Cut> cuts = new(cuts);

    /// <summary>Once this is done it tells changes: a reader that has its list by then gets each of them as a change.</summary>
    public TaskCompletionSource Listed { get; } = new();

    /// <summary>Lines about objects with short names, one resourceVersion after the other.</summary>
    public static string[] Lines(params IReadOnlyList<(string Type, string Name)> changes) =>
        [.. changes.Select((change, at) => Line(change.Type, change.Name, Begin + 1 + at))];

    public static string Line(string type, string name, int version)
    {
        var metadata = string.Create(CultureInfo.InvariantCulture, $"\"name\":\"{name}\",\"namespace\":\"n\",\"uid\":\"u-{name}\",\"resourceVersion\":\"{version}\"");
        return $"{{\"type\":\"{type}\",\"object\":{{\"kind\":\"Pod\",\"metadata\":{{{metadata}}},\"status\":{{\"message\":\"süß\"}}}}}}\n";
    }

    public static string Bookmark(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"type\":\"BOOKMARK\",\"object\":{{\"metadata\":{{\"resourceVersion\":\"{version}\"}}}}}}\n");

    public async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Query.ContainsKey("watch"))
        {
            await ReplayServer.Json($$"""{"metadata":{"resourceVersion":"{{Begin}}"},"items":[]}""")(context);
            return;
        }

        await Listed.Task.WaitAsync(context.RequestAborted);
        var from = int.Parse(context.Request.Query["resourceVersion"]!, CultureInfo.InvariantCulture) - Begin;
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Skip(from)));
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (Next() is { } cut && cut.After < bytes.Length)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, cut.After), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (!cut.Orderly)
            {
                context.Abort();
            }

            return;
        }

        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await ReplayServer.Hang(context);
    }

    private Cut? Next()
    {
        lock (cuts)
        {
            return cuts.TryDequeue(out var cut) ? cut : null;
        }
    }
}
