namespace OpsConsole;

/// <summary>
/// Lines of a table (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front: an attacker may have chosen the name.
/// </summary>
public static class CsvText
{
    /// <summary>One line, with its end.</summary>
    /// <param name="cells">Its cells; null is an empty one.</param>
    public static string Line(IEnumerable<string?> cells) => $"{string.Join(',', cells.Select(Cell))}\r\n";

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
