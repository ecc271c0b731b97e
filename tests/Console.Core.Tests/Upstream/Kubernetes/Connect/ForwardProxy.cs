using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>A real little forward proxy on loopback: CONNECT, with or without TLS, or SOCKS 5.</summary>
internal sealed class ForwardProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<string> heads = new();
    private readonly ConcurrentBag<Task> served = [];
    private readonly X509Certificate2? certificate;
    private readonly bool isSocks;
    private readonly string? login;
    private readonly Task accepting;

    public ForwardProxy(X509Certificate2? certificate = null, bool isSocks = false, string? login = null)
    {
        (this.certificate, this.isSocks, this.login) = (certificate, isSocks, login);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it was asked: the head of each CONNECT, or the target of each SOCKS request.</summary>
    public IReadOnlyList<string> Heads => [.. heads];

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(served).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(closing.Token);
            served.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            Stream near = client.GetStream();
            if (certificate is not null)
            {
                var secure = new SslStream(near);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, closing.Token);
                near = secure;
            }

            var (host, port) = isSocks ? await SocksAsync(near) : await ConnectAsync(near);
            using var target = new TcpClient();
            await target.ConnectAsync(host, port, closing.Token);
            await near.WriteAsync(isSocks ? [5, 0, 0, 1, 0, 0, 0, 0, 0, 0] : "HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), closing.Token);
            var far = target.GetStream();
            await Task.WhenAny(near.CopyToAsync(far, closing.Token), far.CopyToAsync(near, closing.Token));
        }
    }

    private async Task<(string Host, int Port)> ConnectAsync(Stream near)
    {
        var head = await HeadAsync(near);
        if (login is not null && !head.Contains($"Proxy-Authorization: Basic {Cluster.Base64(login)}\r\n", StringComparison.Ordinal))
        {
            await near.WriteAsync("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), closing.Token);
            head = await HeadAsync(near);
        }

        var target = head.Split(' ')[1].Split(':');
        return (target[0], int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<string> HeadAsync(Stream near)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await TakeAsync(near, 1))[0]);
        }

        heads.Enqueue(head.ToString());
        return head.ToString();
    }

    private async Task<(string Host, int Port)> SocksAsync(Stream near)
    {
        var hello = await TakeAsync(near, 2);
        await TakeAsync(near, hello[1]);
        await near.WriteAsync(new byte[] { 5, 0 }, closing.Token);
        var kind = (await TakeAsync(near, 4))[3];
        var host = kind == 3 ? Encoding.ASCII.GetString(await TakeAsync(near, (await TakeAsync(near, 1))[0])) : new IPAddress(await TakeAsync(near, kind == 1 ? 4 : 16)).ToString();
        var port = BinaryPrimitives.ReadUInt16BigEndian(await TakeAsync(near, 2));
        heads.Enqueue($"{host}:{port}");
        return (host, port);
    }

    private async Task<byte[]> TakeAsync(Stream near, int length)
    {
        var bytes = new byte[length];
        await near.ReadExactlyAsync(bytes, closing.Token);
        return bytes;
    }
}
