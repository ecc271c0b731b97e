namespace OpsConsole.Components.Format;

/// <summary>Links that filter by a label.</summary>
internal static class Filters
{
    // An address of more than a few kilobytes no server takes.
    private const int Longest = 300;

    /// <summary>The filter for one label's value; null when it can't be written or would be too long for a link.</summary>
    /// <param name="label">The label's name: it may be any text.</param>
    /// <param name="value">Its value: it may be any text.</param>
    public static string? For(string label, string value) => value.Length > Longest || !IsPlain(label)
        ? null
        : $"{label}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static bool IsPlain(string label) => label.Length is > 0 and <= Longest && !char.IsAsciiDigit(label[0])
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
