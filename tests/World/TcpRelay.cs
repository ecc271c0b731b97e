using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OpsConsole.World;

/// <summary>A port of this machine that leads to a server, and whose connections can be broken off as a failing network does it.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> open = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;
    private int held;

    /// <param name="host">Where the server is.</param>
    /// <param name="port">Its port.</param>
    /// <param name="held">How many connections are taken first and led nowhere, as by a machine that is too busy.</param>
    public TcpRelay(string host, int port, int held = 0)
    {
        this.held = held;
        listener.Start();
        accepting = AcceptAsync(host, port);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Resets every open connection, at both ends.</summary>
    public void Cut()
    {
        foreach (var socket in open.Keys)
        {
            Reset(socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        ending.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync(string host, int port)
    {
        List<Task> relays = [];
        try
        {
            while (true)
            {
                relays.Add(RelayAsync(await listener.AcceptSocketAsync(ending.Token), host, port));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(Socket client, string host, int port)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        open[client] = open[server] = 0;
        try
        {
            if (Interlocked.Decrement(ref held) >= 0)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, ending.Token);
            }

            await server.ConnectAsync(host, port, ending.Token);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Broken off before it was there.
        }

        Reset(client);
        Reset(server);
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken off.
        }
    }

    private void Reset(Socket socket)
    {
        if (open.TryRemove(socket, out _))
        {
            // Without lingering its end is a reset.
            socket.Close(0);
        }
    }
}
