using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpsConsole.Tests.Host;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record WireAnswer(int Status, ILookup<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers[name.ToLowerInvariant()].FirstOrDefault();
}

/// <summary>Requests written by hand: from any of this machine's addresses, with any headers.</summary>
internal static class Wire
{
    public static Task<WireAnswer> GetAsync(ConsoleHost console, string path, string from = "127.0.0.1", params string[] headers) =>
        SendAsync(console, "GET", path, from, null, headers);

    public static Task<WireAnswer> PostAsync(ConsoleHost console, string path, string body, string from = "127.0.0.1", params string[] headers) =>
        SendAsync(console, "POST", path, from, body, headers);

    public static async Task<WireAnswer> SendAsync(ConsoleHost console, string method, string path, string from, string? body, params string[] headers)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var socket = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, console.Address.Port, cancellation);
        await using var stream = socket.GetStream();
        var lines = new List<string> { $"{method} {path} HTTP/1.1" };
        if (!headers.Any(header => header.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)))
        {
            lines.Add($"Host: 127.0.0.1:{console.Address.Port}");
        }

        lines.AddRange(headers);
        if (!headers.Any(header => header.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)))
        {
            lines.Add("Connection: close");
        }

        if (body is not null)
        {
            lines.Add($"Content-Length: {Encoding.UTF8.GetByteCount(body)}");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{string.Join("\r\n", lines)}\r\n\r\n{body}"), cancellation);
        // Letters that are bytes, so that lengths are those of the headers.
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await ReadAsync(reader, cancellation);
    }

    private static async Task<WireAnswer> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var status = (await reader.ReadLineAsync(cancellation) ?? throw new IOException("closed without an answer")).Split(' ')[1];
        var headers = new List<(string Name, string Value)>();
        while (await reader.ReadLineAsync(cancellation) is { Length: > 0 } line)
        {
            var parts = line.Split(':', 2);
            headers.Add((parts[0].ToLowerInvariant(), parts[1].Trim()));
        }

        var lookup = headers.ToLookup(header => header.Name, header => header.Value);
        return new(int.Parse(status, CultureInfo.InvariantCulture), lookup, status == "101" ? string.Empty : await BodyAsync(reader, lookup, cancellation));
    }

    // By its length: a connection that was asked to become a socket stays open after a refusal.
    private static async Task<string> BodyAsync(StreamReader reader, ILookup<string, string> headers, CancellationToken cancellation)
    {
        if (headers["transfer-encoding"].Contains("chunked"))
        {
            var whole = new StringBuilder();
            while (int.Parse((await reader.ReadLineAsync(cancellation))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                whole.Append(await ExactlyAsync(reader, size, cancellation));
                await reader.ReadLineAsync(cancellation);
            }

            return whole.ToString();
        }

        return headers["content-length"].FirstOrDefault() is { } length
            ? await ExactlyAsync(reader, int.Parse(length, CultureInfo.InvariantCulture), cancellation)
            : await reader.ReadToEndAsync(cancellation);
    }

    private static async Task<string> ExactlyAsync(StreamReader reader, int size, CancellationToken cancellation)
    {
        var part = new char[size];
        var read = await reader.ReadBlockAsync(part, cancellation);
        return new string(part, 0, read);
    }
}
