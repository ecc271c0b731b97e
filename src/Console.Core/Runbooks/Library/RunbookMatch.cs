using System.Text;

namespace OpsConsole.Runbooks;

/// <summary>
/// Says which file is an alert's runbook: <c>runbooks/SYSTEM/SLUG.md</c>. The hosts in runbook addresses need not
/// exist, their last part is enough. An address is untrusted: whatever it holds, the answer never leaves the folder.
/// </summary>
public static class RunbookMatch
{
    /// <summary>What every path begins with.</summary>
    internal const string Root = "runbooks/";

    private const int LongestSlug = 100;
    private const string AnchorPrefix = "runbook-";
    private static readonly Uri Base = new("http://runbooks/");

    /// <summary>The file for an alert or a rule.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="alert">The alert's name.</param>
    /// <param name="runbookUrl">Its annotation <c>runbook_url</c>, absolute or relative; null or empty when it has none.</param>
    /// <returns>A relative path with forward slashes, of lower case letters, digits and dashes.</returns>
    public static string FileFor(string system, string alert, string? runbookUrl) => $"{Root}{KeyFor(system, alert, runbookUrl)}.md";

    /// <summary>The same without folder and ending: <c>SYSTEM/SLUG</c>.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="alert">The alert's name.</param>
    /// <param name="runbookUrl">Its annotation <c>runbook_url</c>; null or empty when it has none.</param>
    internal static string KeyFor(string system, string alert, string? runbookUrl) =>
        $"{OrUnnamed(Slug(system))}/{OrUnnamed(SlugFrom(runbookUrl) ?? KebabCase(alert))}";

    /// <summary>A name in kebab case: <c>RedisSLOBurnRateHigh</c> is <c>redis-slo-burn-rate-high</c>.</summary>
    /// <param name="name">The name.</param>
    internal static string KebabCase(string name)
    {
        var words = new StringBuilder();
        for (var at = 0; at < name.Length; at++)
        {
            // A word begins at a capital behind a small letter or digit, and at the last capital of an acronym.
            var begins = at > 0 && char.IsAsciiLetterUpper(name[at])
                && (char.IsAsciiLetterLower(name[at - 1]) || char.IsAsciiDigit(name[at - 1])
                    || (char.IsAsciiLetterUpper(name[at - 1]) && at + 1 < name.Length && char.IsAsciiLetterLower(name[at + 1])));
            words.Append(begins ? "-" : string.Empty).Append(name[at]);
        }

        return Slug(words.ToString());
    }

    /// <summary>The slug that an address names; null when it names none.</summary>
    private static string? SlugFrom(string? url)
    {
        // A leading slash goes: such a path would be taken for a file's on some systems.
        if (string.IsNullOrWhiteSpace(url) || url.Length > 2000 || !Uri.TryCreate(Base, url.Trim().TrimStart('/'), out var address)
            || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var fragment = Unescape(address.Fragment.TrimStart('#'));
        var anchor = Slug(fragment.StartsWith(AnchorPrefix, StringComparison.OrdinalIgnoreCase) ? fragment[AnchorPrefix.Length..] : fragment);
        var page = Slug(LastPart(address.AbsolutePath));
        return anchor.Length > 0 ? anchor : page.Length > 0 ? page : null;
    }

    private static string LastPart(string path)
    {
        var last = Unescape(path.TrimEnd('/').Split('/')[^1]);
        return last.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? last[..^3] : last;
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text);

    /// <summary>
    /// Lower case letters and digits with single dashes between: everything else, dots and slashes above all, becomes a dash.
    /// </summary>
    /// <param name="text">The text.</param>
    internal static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text)
        {
            if (slug.Length == LongestSlug)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().Trim('-');
    }

    private static string OrUnnamed(string slug) => slug.Length == 0 ? "unnamed" : slug;
}
