using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.Tests.Hubs;

/// <summary>A client of the live hub as docs/live-hub.md tells to write one: keeps what it is told, message by message.</summary>
internal sealed class HubListener : IAsyncDisposable
{
    private readonly HubConnection connection;
    private readonly Channel<JsonElement> pushed = Channel.CreateUnbounded<JsonElement>();

    private HubListener(Uri console)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory());
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new UriBuilder(console) { Scheme = "ws", Path = "/hubs/live" }.Uri));
        connection = builder.Build();
        connection.On<JsonElement>("section", message => pushed.Writer.TryWrite(message));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HubListener> ConnectAsync(Uri console)
    {
        var listener = new HubListener(console);
        await listener.connection.StartAsync(Cancellation);
        return listener;
    }

    public Task<JsonElement[]> SubscribeAsync(params string?[] sections) =>
        connection.InvokeCoreAsync<JsonElement[]>("Subscribe", [sections], Cancellation);

    /// <summary>The next push.</summary>
    public async Task<JsonElement> NextAsync() => await pushed.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

    /// <summary>The next push that is as wanted.</summary>
    public async Task<JsonElement> NextAsync(Func<JsonElement, bool> wanted)
    {
        for (; ; )
        {
            if (await NextAsync() is var message && wanted(message))
            {
                return message;
            }
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
