using System.Text.Json;
using System.Threading.Channels;
using OpsConsole.Tests.Host;
using OpsConsole.World;

namespace OpsConsole.Tests.Hubs;

/// <summary>A client of the live hub that keeps what it is told, message by message.</summary>
internal sealed class HubListener : IAsyncDisposable
{
    private readonly LiveHubConnection connection;
    private readonly ChannelReader<JsonElement> pushed;

    private HubListener(LiveHubConnection connection, ChannelReader<JsonElement> pushed) => (this.connection, this.pushed) = (connection, pushed);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects as who the host's own client is signed in as.</summary>
    public static Task<HubListener> ConnectAsync(ConsoleHost console) => ConnectAsync(console.Address, ("Cookie", console.Self.Cookies.GetCookieHeader(console.Address)));

    /// <summary>Connects as somebody.</summary>
    public static async Task<HubListener> ConnectAsync(Uri console, (string Name, string Value) credential)
    {
        var pushed = Channel.CreateUnbounded<JsonElement>();
        return new(await LiveHubConnection.OpenAsync(console, credential, message => pushed.Writer.TryWrite(message), Cancellation), pushed.Reader);
    }

    public Task<JsonElement[]> SubscribeAsync(params string?[] sections) => connection.SubscribeAsync(sections, Cancellation);

    /// <summary>The next push.</summary>
    public async Task<JsonElement> NextAsync() => await pushed.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

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
