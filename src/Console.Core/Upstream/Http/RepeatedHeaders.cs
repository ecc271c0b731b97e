using System.Net;

namespace OpsConsole.Upstream.Http;

/// <summary>
/// Headers with several values, one line each. .NET joins them with commas into one line, which is the same to most servers, but not to a
/// cluster's API: to that, the groups "a" and "b" in one line are the one group "a, b". So two control characters, which can be in no
/// header and no JSON, mark the lines' ends in the value, and the stream of an HTTP/1.1 connection turns them into line ends.
/// </summary>
internal static class RepeatedHeaders
{
    private const char LineEnd = '\u0001';
    private const char Colon = '\u0002';

    /// <summary>Adds a header for each value. Several values are sent over HTTP/1.1, where the lines are ours to write.</summary>
    public static void Add(HttpRequestMessage request, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 1)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
        }

        if (values.Count > 0)
        {
            request.Headers.TryAddWithoutValidation(name, string.Join($"{LineEnd}{name}{Colon}", values));
        }
    }

    /// <summary>To be set on the handler; without it a server refuses the marks, and nothing is done in a wrong name.</summary>
    public static ValueTask<Stream> Filter(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellation) =>
        ValueTask.FromResult(context.NegotiatedHttpVersion.Major > 1 || IsTunnel(context) ? context.PlaintextStream : new HeaderLines(context.PlaintextStream));

    // A connection to a proxy that passes on what is encrypted: not a byte of that may be changed. What goes through it has a stream of its own.
    private static bool IsTunnel(SocketsHttpPlaintextStreamFilterContext context) => context.InitialRequestMessage.Method == HttpMethod.Connect;

    private sealed class HeaderLines(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(IsPlain(buffer) ? buffer : Lines(buffer));

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(IsPlain(buffer.Span) ? buffer : Lines(buffer.Span), cancellationToken);

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private static bool IsPlain(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny((byte)LineEnd, (byte)Colon) < 0;

        private static byte[] Lines(ReadOnlySpan<byte> bytes)
        {
            var lines = new List<byte>(bytes.Length + 64);
            foreach (var one in bytes)
            {
                lines.AddRange(one switch
                {
                    (byte)LineEnd => "\r\n"u8,
                    (byte)Colon => ": "u8,
                    _ => [one],
                });
            }

            return [.. lines];
        }
    }
}
