using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace OpsConsole.Tests.Hubs;

/// <summary>The SignalR client's way to a server: a WebSocket and nothing else.</summary>
internal sealed class WebSocketConnectionFactory : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
        return new SocketContext(socket);
    }

    private sealed class SocketContext : ConnectionContext
    {
        private readonly ClientWebSocket socket;
        private readonly CancellationTokenSource closed = new();

        public SocketContext(ClientWebSocket socket)
        {
            this.socket = socket;
            var (incoming, outgoing) = (new Pipe(), new Pipe());
            Transport = new Duplex(incoming.Reader, outgoing.Writer);
            _ = ReceiveAsync(incoming.Writer);
            _ = SendAsync(outgoing.Reader);
        }

        public override string ConnectionId { get; set; } = Guid.NewGuid().ToString();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override IDuplexPipe Transport { get; set; }

        public override CancellationToken ConnectionClosed { get => closed.Token; set => throw new NotSupportedException(); }

        public override async ValueTask DisposeAsync()
        {
            await Transport.Output.CompleteAsync();
            await Transport.Input.CompleteAsync();
            socket.Dispose();
            closed.Dispose();
            await base.DisposeAsync();
        }

        private async Task ReceiveAsync(PipeWriter writer)
        {
            Exception? failure = null;
            try
            {
                for (; ; )
                {
                    var part = await socket.ReceiveAsync(writer.GetMemory(4096), CancellationToken.None);
                    writer.Advance(part.Count);
                    if (part.MessageType == WebSocketMessageType.Close || (await writer.FlushAsync(CancellationToken.None)).IsCompleted)
                    {
                        break;
                    }
                }
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
            {
                failure = e;
            }

            await writer.CompleteAsync(failure);
        }

        private async Task SendAsync(PipeReader reader)
        {
            try
            {
                for (var isOver = false; !isOver;)
                {
                    var read = await reader.ReadAsync(CancellationToken.None);
                    foreach (var part in read.Buffer)
                    {
                        await socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    }

                    reader.AdvanceTo(read.Buffer.End);
                    isOver = read.IsCompleted;
                }
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The other side went first.
            }

            await reader.CompleteAsync();
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
