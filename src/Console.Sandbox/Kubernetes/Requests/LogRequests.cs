using System.Globalization;
using System.Text;
using System.Text.Json;
using OpsConsole.Sandbox.Kubernetes.Representations;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>A container's log as text: what it said so far, and what it goes on to say when followed.</summary>
internal sealed class LogRequests(ObjectStore store, PodLogs logs, TimeProvider clock)
{
    // As a node keeps only so much of a log before it rotates.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(6);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.5);

    public async Task GetAsync(HttpContext http, ObjectKey key)
    {
        // A log is plain text, but what a client accepts is looked at as for an object, and first of all.
        if (Negotiation.Choose(http.Request, Kinds.Pod, watch: false, clock).Refusal is { } unacceptable)
        {
            await ApiResponse.RefuseAsync(http, unacceptable);
            return;
        }
        var (query, refusal) = LogQuery.Read(key.Name, http.Request.Query, clock.GetUtcNow());
        var pod = store.Look(Kinds.Pod, key);
        if (pod is null) refusal ??= ApiStatus.NotFound(Kinds.Pod, key.Name);
        var (container, unknown) = refusal is null ? Container(pod!, query!.Container) : ("", null);
        var (span, silent) = (refusal ?? unknown) is null ? Life(pod!, container, query!.Previous) : (default, null);
        if ((refusal ?? unknown ?? silent) is { } refused)
        {
            await ApiResponse.RefuseAsync(http, refused);
            return;
        }
        http.Response.ContentType = "text/plain";
        await WriteAsync(http, key, container, query!, span);
    }

    private async Task WriteAsync(HttpContext http, ObjectKey key, string container, LogQuery query, (DateTimeOffset From, DateTimeOffset To) life)
    {
        var writer = new Counted(http, query.LimitBytes, query.Timestamps);
        foreach (var line in Past(key, container, query, life))
            if (!await writer.WriteAsync(line)) return;
        if (!query.Follow || query.Previous) return;
        try
        {
            for (var from = life.To; ; from = life.To)
            {
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(Pace, clock, http.RequestAborted);
                if (store.Look(Kinds.Pod, key) is not { } pod || Life(pod, container, previous: false).Refusal is not null) return;
                life.To = clock.GetUtcNow();
                foreach (var line in logs.Between(key.Namespace, key.Name, container, from, life.To))
                    if (!await writer.WriteAsync(line)) return;
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader left.
        }
    }

    // The last lines are looked for in ever longer stretches, so that a few of a long life cost little.
    private IReadOnlyList<PodLogLine> Past(ObjectKey key, string container, LogQuery query, (DateTimeOffset From, DateTimeOffset To) life)
    {
        var earliest = query.Since is { } since && since > life.From ? since : life.From;
        if (life.To - earliest > Kept) earliest = life.To - Kept;
        if (query.TailLines is not { } count) return logs.Between(key.Namespace, key.Name, container, earliest, life.To);
        for (var stretch = TimeSpan.FromMinutes(1); ; stretch *= 4)
        {
            var from = life.To - stretch > earliest ? life.To - stretch : earliest;
            var lines = logs.Between(key.Namespace, key.Name, container, from, life.To);
            if (lines.Count >= count || from == earliest) return [.. lines.TakeLast((int)Math.Min(count, int.MaxValue))];
        }
    }

    private static (string Name, ApiStatus? Refusal) Container(StoredObject pod, string? asked)
    {
        var names = PodCells.Items(pod, "spec", "containers").Concat(PodCells.Items(pod, "spec", "initContainers"))
            .Select(c => c.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "").ToList();
        asked ??= pod.Text("metadata", "annotations", "kubectl.kubernetes.io/default-container");
        if (asked is not null)
            return names.Contains(asked) ? (asked, null) : ("", ApiStatus.BadRequest($"container {asked} is not valid for pod {pod.Key.Name}"));
        return PodCells.Items(pod, "spec", "containers").Count() == 1 ? (names[0], null) : ("", ApiStatus.BadRequest(
            $"a container name must be specified for pod {pod.Key.Name}, choose one of: [{string.Join(' ', names)}]"));
    }

    /// <summary>From when to when the container spoke.</summary>
    private ((DateTimeOffset From, DateTimeOffset To) Span, ApiStatus? Refusal) Life(StoredObject pod, string container, bool previous)
    {
        var status = PodCells.Items(pod, "status", "containerStatuses").Concat(PodCells.Items(pod, "status", "initContainerStatuses"))
            .FirstOrDefault(c => c.TryGetProperty("name", out var name) && name.ValueEquals(container));
        var state = At(status, previous ? "lastState" : "state");
        if (At(state, "terminated") is { ValueKind: JsonValueKind.Object } ended) return ((Time(ended, "startedAt"), Time(ended, "finishedAt")), null);
        if (previous)
            return (default, ApiStatus.BadRequest($"previous terminated container \"{container}\" in pod \"{pod.Key.Name}\" not found"));
        if (At(state, "running") is { ValueKind: JsonValueKind.Object } running) return ((Time(running, "startedAt"), clock.GetUtcNow()), null);
        // One that waits to be restarted still has what its last life said.
        if (At(At(status, "lastState"), "terminated") is { ValueKind: JsonValueKind.Object } last) return ((Time(last, "startedAt"), Time(last, "finishedAt")), null);
        var why = At(At(state, "waiting"), "reason");
        return (default, ApiStatus.BadRequest($"container \"{container}\" in pod \"{pod.Key.Name}\" is waiting to start: "
            + (why.ValueKind == JsonValueKind.String ? why.GetString() : "ContainerCreating")));
    }

    private static JsonElement At(JsonElement it, string field) =>
        it.ValueKind == JsonValueKind.Object && it.TryGetProperty(field, out var value) ? value : default;

    private static DateTimeOffset Time(JsonElement it, string field) => At(it, field) is { ValueKind: JsonValueKind.String } text
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : default;

    private sealed class Counted(HttpContext http, long? limit, bool timestamps)
    {
        private long left = limit ?? long.MaxValue;

        /// <summary>False once the limit is reached: a log may end within a line.</summary>
        public async Task<bool> WriteAsync(PodLogLine line)
        {
            var text = timestamps ? $"{line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture)} {line.Text}\n" : line.Text + "\n";
            var bytes = Encoding.UTF8.GetBytes(text);
            var count = (int)Math.Min(left, bytes.Length);
            left -= count;
            await http.Response.Body.WriteAsync(bytes.AsMemory(0, count), http.RequestAborted);
            return left > 0;
        }
    }
}
