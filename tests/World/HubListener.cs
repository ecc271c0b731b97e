using System.Collections.Concurrent;
using System.Text.Json;

namespace OpsConsole.World;

/// <summary>A client of the live hub that keeps what it was told last.</summary>
internal sealed class HubListener : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> alerts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private LiveHubConnection? connection;
    private int received;

    private HubListener()
    {
    }

    /// <summary>The alerts that fire, by fingerprint: their names.</summary>
    public IReadOnlyDictionary<string, string> Firing => alerts;

    /// <summary>Messages received after the first ones.</summary>
    public int Received => Volatile.Read(ref received);

    public static async Task<HubListener> ConnectAsync(Uri console, Visitor visitor, CancellationToken cancellation, params string[] sections)
    {
        var listener = new HubListener();
        listener.connection = await LiveHubConnection.OpenAsync(console, ("Cookie", visitor.Cookie), listener.Hear, cancellation);
        foreach (var message in await listener.connection.SubscribeAsync(sections, cancellation))
        {
            listener.Take(message);
        }

        return listener;
    }

    /// <summary>The last whole content of a section.</summary>
    public JsonElement? Value(string section) => values.TryGetValue(section, out var value) ? value : null;

    public ValueTask DisposeAsync() => connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Hear(JsonElement message)
    {
        Interlocked.Increment(ref received);
        Take(message);
    }

    private void Take(JsonElement message)
    {
        var section = message.GetProperty("section").GetString()!;
        if (message.TryGetProperty("value", out var value) && value.ValueKind is not JsonValueKind.Null)
        {
            values[section] = value.Clone();
            if (section == "alerts")
            {
                alerts.Clear();
                TakeAlerts(value.GetProperty("alerts"));
            }
        }

        if (message.TryGetProperty("changes", out var changes) && changes.ValueKind is JsonValueKind.Object)
        {
            TakeAlerts(changes.GetProperty("changed"));
            foreach (var gone in changes.GetProperty("removed").EnumerateArray())
            {
                alerts.TryRemove(gone.GetString()!, out _);
            }
        }
    }

    private void TakeAlerts(JsonElement changed)
    {
        foreach (var alert in changed.EnumerateArray())
        {
            var fingerprint = alert.GetProperty("fingerprint").GetString()!;
            if (alert.GetProperty("state").GetString() == "firing")
            {
                alerts[fingerprint] = alert.GetProperty("name").GetString()!;
            }
            else
            {
                alerts.TryRemove(fingerprint, out _);
            }
        }
    }
}
