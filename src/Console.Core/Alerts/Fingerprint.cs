using System.Buffers;
using System.Globalization;
using System.Text;
using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>
/// An alert's identity as Alertmanager and Prometheus compute it: FNV-1a, 64 bits, over each label's name, 0xFF, value, 0xFF, by
/// name. The console computes it itself for alerts that no Alertmanager has yet.
/// </summary>
public static class Fingerprint
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The fingerprint of labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns>16 lower-case hexadecimal digits.</returns>
    public static string Of(LabelSet labels)
    {
        var sum = Offset;
        foreach (var (name, value) in labels.Pairs)
        {
            // A label without a value is no label: both servers drop it before they compute.
            sum = value.Length == 0 ? sum : Add(Add(sum, name), value);
        }

        return sum.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static ulong Add(ulong sum, string text)
    {
        // Labels may be 10 KB long: rent beyond what the stack should hold.
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most <= 512 ? null : ArrayPool<byte>.Shared.Rent(most);
        Span<byte> room = rented ?? stackalloc byte[512];
        foreach (var octet in room[..Encoding.UTF8.GetBytes(text, room)])
        {
            sum = (sum ^ octet) * Prime;
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return (sum ^ 0xFF) * Prime;
    }
}
