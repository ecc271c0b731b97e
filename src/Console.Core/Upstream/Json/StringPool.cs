using System.Text;
using System.Text.Json;

namespace OpsConsole.Upstream.Json;

/// <summary>
/// Gives the same string for the same text while it is remembered, so that polling thousands of alerts again and again makes
/// few new strings. A table of fixed size where the newer text takes the place of the older: it can't grow, and needs no lock,
/// because a lost update only costs a string.
/// </summary>
internal sealed class StringPool
{
    private const int Slots = 1 << 15;
    private const int LongestText = 256;
    private readonly string?[] remembered = new string?[Slots];

    /// <summary>The text of the string the reader stands on.</summary>
    public string Read(ref Utf8JsonReader reader) => reader.HasValueSequence || reader.ValueIsEscaped ? reader.GetString()! : Of(reader.ValueSpan);

    /// <summary>The string for a text.</summary>
    /// <param name="utf8">The text.</param>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return string.Empty;
        }

        if (utf8.Length > LongestText)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = default(HashCode);
        hash.AddBytes(utf8);
        ref var slot = ref remembered[hash.ToHashCode() & (Slots - 1)];
        return slot is { } known && Ascii.Equals(utf8, known) ? known : slot = Encoding.UTF8.GetString(utf8);
    }
}
