namespace OpsConsole.Runbooks;

/// <summary>Decides where a link of a runbook may lead: https, http and mailto, other runbooks, and anchors of its own. Anything else stays text.</summary>
/// <param name="folder">The runbook's folder.</param>
/// <param name="here">The address of the page that shows it.</param>
internal sealed class SafeLinks(string folder, string here)
{
    private const int Longest = 2_000;
    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"];

    /// <summary>Where a link leads; null when it may not.</summary>
    /// <param name="url">As the runbook has it.</param>
    public SafeLink? Of(string? url)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Length > Longest || url.Any(letter => char.IsControl(letter) || letter == '\\'))
        {
            return null;
        }

        if (url[0] == '#')
        {
            return Anchor(url[1..]) is { } anchor ? new SafeLink($"{here}#{anchor}", false) : null;
        }

        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && !url.StartsWith('/'))
        {
            return absolute.Scheme is "http" or "https" or "mailto" ? new SafeLink(absolute.AbsoluteUri, true) : null;
        }

        return Runbook(url) is { } runbook ? new SafeLink(runbook, false) : null;
    }

    /// <summary>Where an image comes from: a file beside the runbook; null when it may not be shown.</summary>
    /// <param name="url">As the runbook has it.</param>
    public string? Image(string? url)
    {
        var name = url is ['.', '/', .. var rest] ? rest : url;
        return name is { Length: > 0 and <= 100 } && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            && ImageEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            ? $"runbook-files/{Uri.EscapeDataString(folder)}/{name}"
            : null;
    }

    /// <summary>The key and anchor of the runbook that a relative link names: <c>FOLDER/SLUG</c>; null when it names none.</summary>
    /// <param name="url">Relative to the runbook's folder.</param>
    public (string Key, string? Anchor)? Key(string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var (path, anchor) = hash < 0 ? (url, null) : (url[..hash], url[(hash + 1)..]);
        if (!path.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string[] parts = [.. path[..^3].Split('/').Where(part => part != ".")];
        return parts switch
        {
            [var slug] when IsName(slug) => ($"{folder}/{slug}", anchor),
            ["..", var other, var slug] when IsName(other) && IsName(slug) => ($"{other}/{slug}", anchor),
            _ => null,
        };
    }

    private string? Runbook(string url) => Key(url) is var (key, anchor)
        ? anchor is null ? $"runbooks/{key}" : Anchor(anchor) is { } safe ? $"runbooks/{key}#{safe}" : null
        : null;

    private static string? Anchor(string text) => text.Length is > 0 and <= 100 && IsName(text) ? text : null;

    private static bool IsName(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}

/// <summary>A link that may be followed.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="IsAway">Whether out of the console.</param>
internal sealed record SafeLink(string Address, bool IsAway);
