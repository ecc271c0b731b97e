using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.World;

/// <summary>A client of the live hub, as docs/live-hub.md describes it to scripts and wallboards.</summary>
internal sealed class HubListener : IAsyncDisposable
{
    private readonly HubConnection connection;
    private readonly ConcurrentDictionary<string, string> alerts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private int received;

    private HubListener(HubConnection connection) => this.connection = connection;

    /// <summary>The alerts that fire, by fingerprint: their names.</summary>
    public IReadOnlyDictionary<string, string> Firing => alerts;

    /// <summary>Messages received after the first ones.</summary>
    public int Received => Volatile.Read(ref received);

    public static async Task<HubListener> ConnectAsync(Uri console, CancellationToken cancellation, params string[] sections)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory());
        builder.Services.AddSingleton<EndPoint>(new AddressEndPoint(new UriBuilder(console) { Scheme = "ws", Path = "/hubs/live" }.Uri));
        var listener = new HubListener(builder.Build());
        listener.connection.On<JsonElement>("section", message =>
        {
            Interlocked.Increment(ref listener.received);
            listener.Take(message);
        });
        await listener.connection.StartAsync(cancellation);
        foreach (var message in await listener.connection.InvokeAsync<JsonElement[]>("Subscribe", sections, cancellation))
        {
            listener.Take(message);
        }

        return listener;
    }

    /// <summary>The last whole content of a section.</summary>
    public JsonElement? Value(string section) => values.TryGetValue(section, out var value) ? value : null;

    public ValueTask DisposeAsync() => connection.DisposeAsync();

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
