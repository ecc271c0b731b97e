using System.Globalization;

namespace OpsConsole;

/// <summary>
/// Lines of a table (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front: an attacker may have chosen the name.
/// </summary>
public static class CsvText
{
    /// <summary>One line, with its end.</summary>
    /// <param name="cells">Its cells; null is an empty one.</param>
    public static string Line(IEnumerable<string?> cells) => $"{string.Join(',', cells.Select(Cell))}\r\n";

    /// <summary>One line of texts and then figures, with its end. A figure is no formula, whatever its sign.</summary>
    /// <param name="cells">Its first cells.</param>
    /// <param name="figures">The others; null, and what is no number, is an empty one.</param>
    public static string Line(IEnumerable<string?> cells, IEnumerable<double?> figures) => $"{string.Join(',', cells.Select(Cell).Concat(figures.Select(Figure)))}\r\n";

    private static string Figure(double? figure) => figure is { } value && double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : string.Empty;

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? $"'{text}" : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
