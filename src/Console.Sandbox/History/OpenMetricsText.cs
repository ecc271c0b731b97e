using System.Buffers.Text;
using System.Text;

namespace OpsConsole.Sandbox.History;

/// <summary>Writes OpenMetrics lines fast: more than a million of them are waited for at the start of a demo.</summary>
internal sealed class OpenMetricsText(Stream stream) : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 20];
    private int used;

    public void Family(string name, string type, string help)
    {
        Append($"# TYPE {name} {type}\n# HELP {name} {help}\n");
    }

    public void Sample(byte[] series, double value, long seconds)
    {
        if (buffer.Length - used < series.Length + 64) Flush();
        series.CopyTo(buffer.AsSpan(used));
        used += series.Length;
        buffer[used++] = (byte)' ';
        Number(value);
        buffer[used++] = (byte)' ';
        Utf8Formatter.TryFormat(seconds, buffer.AsSpan(used), out var written);
        used += written;
        buffer[used++] = (byte)'\n';
    }

    public void End() => Append("# EOF\n");

    public void Dispose() => Flush();

    // Whole numbers stay whole; of the others nobody sees more than six digits after the point.
    private void Number(double value)
    {
        int written;
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) Utf8Formatter.TryFormat((long)value, buffer.AsSpan(used), out written);
        else if (Math.Abs(value) >= 100) Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out written, new('F', 2));
        else if (Math.Abs(value) < 0.001) Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out written, new('E', 3));
        else Utf8Formatter.TryFormat(value, buffer.AsSpan(used), out written, new('F', 5));
        used += written;
    }

    private void Append(string text)
    {
        if (buffer.Length - used < Encoding.UTF8.GetMaxByteCount(text.Length)) Flush();
        used += Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));
    }

    private void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }
}
