using System.Collections.Immutable;

namespace OpsConsole.Upstream.Http;

/// <summary>What a server warns of beside its answer: <c>299 - "text"</c>, one header each.</summary>
internal static class WarningHeader
{
    public static ImmutableArray<string> In(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Warning", out var lines) ? [.. lines.Select(Text).OfType<string>()] : [];

    /// <summary>The text of one header, without its quotes and escapes; null when it has none.</summary>
    public static string? Text(string line)
    {
        var (first, last) = (line.IndexOf('"', StringComparison.Ordinal), line.LastIndexOf('"'));
        if (last <= first)
        {
            return null;
        }

        var text = new System.Text.StringBuilder();
        for (var at = first + 1; at < last; at++)
        {
            at += line[at] == '\\' && at + 1 < last ? 1 : 0;
            text.Append(line[at]);
        }

        return ServerWords.Cut(text.ToString());
    }
}
