using System.Text.RegularExpressions;

namespace OpsConsole.Runbooks;

/// <summary>A profile's rule that leads from an alert's <c>runbook_url</c> to a runbook here, for rules that point at a wiki.</summary>
public sealed class RunbookRule
{
    private const int LongestUrl = 2_000;
    private readonly Regex url;

    private RunbookRule(Regex url, string file) => (this.url, File) = (url, file);

    /// <summary>The address's pattern, as written.</summary>
    public string Url => url.ToString();

    /// <summary>The runbook's file without folder and ending; may hold <c>$1</c> or <c>${name}</c> of the pattern.</summary>
    public string File { get; }

    /// <summary>Makes a rule.</summary>
    /// <param name="url">A regular expression, looked for anywhere in the address; without look-around and back references.</param>
    /// <param name="file">The file.</param>
    public static Result<RunbookRule> Of(string url, string file)
    {
        try
        {
            return new RunbookRule(new Regex(url, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), file);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return new Problem("url", $"is no regular expression that can be used here: {e.Message}");
        }
    }

    /// <summary>The slug of the runbook that an address leads to; null when the rule is not about it.</summary>
    /// <param name="address">The address; untrusted.</param>
    public string? SlugFor(string? address) => address is { Length: > 0 and <= LongestUrl } && url.Match(address) is { Success: true } found
        && RunbookMatch.Slug(found.Result(File)) is { Length: > 0 } slug ? slug : null;
}
