using System.Text;
using System.Text.RegularExpressions;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>What a credential plugin said about its failure, without what must not be repeated.</summary>
internal static partial class ExecWords
{
    private const string Hidden = "[hidden]";

    /// <summary>Shorter values of variables are words, not secrets.</summary>
    private const int ShortestSecret = 6;

    /// <summary>The last line that is not empty.</summary>
    /// <param name="plugin">The plugin; the values of its variables are hidden.</param>
    /// <param name="words">All it said.</param>
    /// <param name="output">What it wrote; a token in it is hidden.</param>
    public static string Last(ExecPlugin plugin, string words, ReadOnlyMemory<byte> output)
    {
        var line = words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? string.Empty;
        var written = Written().Matches(Encoding.UTF8.GetString(output.Span)).Select(match => match.Groups[1].Value);
        var secrets = plugin.Environment.Select(variable => variable.Value).Concat(written).Where(secret => secret.Length >= ShortestSecret);
        line = secrets.Aggregate(line, (text, secret) => text.Replace(secret, Hidden, StringComparison.Ordinal));
        return ServerWords.Cut(LooksSecret().Replace(line, Hidden));
    }

    [GeneratedRegex("\"(?:token|clientKeyData)\"\\s*:\\s*\"([^\"]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    // JSON web tokens, and whatever is called a bearer or a token.
    [GeneratedRegex(@"eyJ[\w-]{5,}(\.[\w-]+)*|(?<=\bbearer\s+)\S+|(?<=\b(token|password|secret)\s*[=:]\s*)\S+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LooksSecret();
}
