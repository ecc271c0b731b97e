using System.Globalization;

namespace OpsConsole.Slo.Rules;

/// <summary>Texts of profiles, made fit for a rule file.</summary>
internal static class Words
{
    /// <summary>On one line, without control characters: what stands behind a <c>#</c> must not go on on a line of its own.</summary>
    /// <param name="text">The text.</param>
    public static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(letter => IsBreak(letter) ? ' ' : letter)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>As it is read by Prometheus' template language: what looks like an action there is text.</summary>
    /// <param name="text">The text.</param>
    public static string InTemplate(string text) => OneLine(text).Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal);

    /// <summary>A number as PromQL and people read it.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>A share in per cent.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    public static string Percent(double share) => $"{Number(Math.Round(share * 100, 10))}%";

    private static bool IsBreak(char letter) => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
