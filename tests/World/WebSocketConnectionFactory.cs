using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace OpsConsole.World;

/// <summary>The package with SignalR's own transports is not on every feed; its core takes any: this one is a plain web socket.</summary>
/// <param name="headers">Sent when it connects: who asks.</param>
internal sealed class WebSocketConnectionFactory(params (string Name, string Value)[] headers) : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
        return new WebSocketConnection(socket);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class WebSocketConnection : ConnectionContext
    {
        private readonly ClientWebSocket socket;
        private readonly CancellationTokenSource closed = new();
        private readonly Task pumps;

        public WebSocketConnection(ClientWebSocket socket)
        {
            this.socket = socket;
            var incoming = new Pipe();
            var outgoing = new Pipe();
            Transport = new Duplex(incoming.Reader, outgoing.Writer);
            pumps = Task.WhenAll(ReceiveAsync(incoming.Writer), SendAsync(outgoing.Reader));
        }

        public override string ConnectionId { get; set; } = Guid.NewGuid().ToString();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override IDuplexPipe Transport { get; set; }

        public override CancellationToken ConnectionClosed { get => closed.Token; set { } }

        public override async ValueTask DisposeAsync()
        {
            await Transport.Output.CompleteAsync();
            await Transport.Input.CompleteAsync();
            socket.Abort();
            await pumps;
            socket.Dispose();
            closed.Dispose();
            await base.DisposeAsync();
        }

        private async Task ReceiveAsync(PipeWriter incoming)
        {
            Exception? failure = null;
            try
            {
                for (; ; )
                {
                    var read = await socket.ReceiveAsync(incoming.GetMemory(4096), CancellationToken.None);
                    if (read.MessageType == WebSocketMessageType.Close)
                    {
                        break;
                    }

                    incoming.Advance(read.Count);
                    if ((await incoming.FlushAsync()).IsCompleted)
                    {
                        break;
                    }
                }
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                failure = e;
            }

            await incoming.CompleteAsync(failure);
            await closed.CancelAsync();
        }

        private async Task SendAsync(PipeReader outgoing)
        {
            try
            {
                for (; ; )
                {
                    var read = await outgoing.ReadAsync();
                    foreach (var part in read.Buffer)
                    {
                        await socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
                    }

                    if (!read.Buffer.IsEmpty)
                    {
                        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    }

                    outgoing.AdvanceTo(read.Buffer.End);
                    if (read.IsCompleted)
                    {
                        break;
                    }
                }
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side is gone; the receiving half tells.
            }

            await outgoing.CompleteAsync();
        }
    }
}
