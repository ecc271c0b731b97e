using System.Text;

namespace OpsConsole.Alerts;

/// <summary>Texts as parts of regular expressions.</summary>
internal static class RegexText
{
    private const string Special = @"\.+*?()|[]{}^$";

    /// <summary>An expression that fits this text alone, as Alertmanager reads expressions.</summary>
    public static string Literally(string text)
    {
        var written = new StringBuilder(text.Length + 4);
        foreach (var letter in text)
        {
            if (Special.Contains(letter, StringComparison.Ordinal))
            {
                written.Append('\\');
            }

            written.Append(letter);
        }

        return written.ToString();
    }
}
