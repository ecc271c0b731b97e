using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>A client of the live hub: SignalR's JSON protocol over a WebSocket, told the moment each message has come.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource leaving = new();
    private readonly Action<ReadOnlyMemory<byte>> heard;
    private Task reading = Task.CompletedTask;

    /// <summary>All sections.</summary>
    public static string[] Everything { get; } =
        ["overview", "alerts", "leadership", "slo", "queues", "workloads", "pods", "events", "nodes", "findings", "sources", "actions"];

    /// <summary>The bytes it was sent.</summary>
    public long Received { get; private set; }

    private HubClient(Action<ReadOnlyMemory<byte>> heard) => this.heard = heard;

    /// <summary>Connects and subscribes.</summary>
    /// <param name="console">The console.</param>
    /// <param name="sections">The sections to hear of.</param>
    /// <param name="heard">Called with each message, its JSON.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<HubClient> JoinAsync(ServerProcess console, string[] sections, Action<ReadOnlyMemory<byte>> heard, CancellationToken cancellation)
    {
        var client = new HubClient(heard);
        client.socket.Options.SetRequestHeader("Cookie", console.Visitor!.Cookie);
        await client.socket.ConnectAsync(new Uri($"ws://{console.Address.Authority}/hubs/live"), cancellation);
        await client.SendAsync("""{"protocol":"json","version":1}""", cancellation);
        await client.SendAsync($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{{JsonSerializer.Serialize(sections)}}]}""", cancellation);
        client.reading = client.ReadAsync();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        leaving.Dispose();
    }

    private async Task SendAsync(string message, CancellationToken cancellation) =>
        await socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes(message), Separator], WebSocketMessageType.Text, true, cancellation);

    private async Task ReadAsync()
    {
        var text = new ArrayBufferWriter<byte>(64 * 1024);
        while (true)
        {
            var part = await socket.ReceiveAsync(text.GetMemory(16 * 1024), leaving.Token);
            text.Advance(part.Count);
            Received += part.Count;
            for (int end; (end = text.WrittenSpan.IndexOf(Separator)) >= 0;)
            {
                heard(text.WrittenMemory[..end].ToArray());
                var rest = text.WrittenSpan[(end + 1)..].ToArray();
                text.ResetWrittenCount();
                text.Write(rest);
            }
        }
    }
}
