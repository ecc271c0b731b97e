using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace OpsConsole.World;

/// <summary>A connection to the live hub, as docs/live-hub.md tells scripts and wallboards to make one.</summary>
internal sealed class LiveHubConnection : IAsyncDisposable
{
    private readonly HubConnection connection;

    private LiveHubConnection(Uri console, (string Name, string Value) credential, Action<JsonElement> heard)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory(credential));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new UriBuilder(console) { Scheme = "ws", Path = "/hubs/live" }.Uri));
        connection = builder.Build();
        connection.On("section", heard);
    }

    /// <summary>Connects.</summary>
    /// <param name="console">The console.</param>
    /// <param name="credential">The header that says who asks: a cookie or a personal token.</param>
    /// <param name="heard">Given each message that is pushed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<LiveHubConnection> OpenAsync(
        Uri console, (string Name, string Value) credential, Action<JsonElement> heard, CancellationToken cancellation)
    {
        var opened = new LiveHubConnection(console, credential, heard);
        await opened.connection.StartAsync(cancellation);
        return opened;
    }

    /// <summary>Subscribes to sections.</summary>
    /// <returns>The answer: a whole message a section.</returns>
    public Task<JsonElement[]> SubscribeAsync(string?[] sections, CancellationToken cancellation) =>
        connection.InvokeCoreAsync<JsonElement[]>("Subscribe", [sections], cancellation);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
