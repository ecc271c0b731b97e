using System.Text;
using System.Text.Json;

namespace OpsConsole.Upstream.Json;

/// <summary>
/// Gives the same string for the same text while it is remembered, so that polling thousands of alerts again and again makes
/// few new strings. A table of fixed size with two places for each text: a new one takes the second, one that is met again moves to
/// the first, so that a flood of names that are met once does not wash the common words away. It can't grow, and needs no lock,
/// because a lost update only costs a string.
/// </summary>
internal sealed class StringPool(int places = StringPool.Small)
{
    /// <summary>For labels of metrics and rules.</summary>
    public const int Small = 1 << 14;

    /// <summary>For the few texts each that tens of thousands of alerts have: 2 MB of references, and the texts are in use anyway.</summary>
    public const int Large = 1 << 18;

    private const int LongestText = 256;
    private readonly string?[] remembered = new string?[places];

    /// <summary>The text of the string the reader stands on.</summary>
    public string Read(ref Utf8JsonReader reader) =>
        reader.HasValueSequence || reader.ValueIsEscaped ? reader.GetString()! : Of(reader.ValueSpan);

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
        var pair = remembered.AsSpan(hash.ToHashCode() & (remembered.Length - 2), 2);
        if (pair[0] is { } common && Ascii.Equals(utf8, common))
        {
            return common;
        }

        if (pair[1] is { } again && Ascii.Equals(utf8, again))
        {
            (pair[0], pair[1]) = (again, pair[0]);
            return again;
        }

        return pair[pair[0] is null ? 0 : 1] = Encoding.UTF8.GetString(utf8);
    }
}
