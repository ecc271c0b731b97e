using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>A line of an export in JSON Lines: the canonical body, and its hash.</summary>
internal static class ExportFile
{
    /// <summary>Writes a line, without its end.</summary>
    /// <param name="body">The canonical body.</param>
    /// <param name="hash">Its hash.</param>
    public static string Line(string body, string hash) => $$"""{"body":{{body}},"hash":"{{hash}}"}""";

    /// <summary>Reads a line. The body is brought to its canonical form, so that a file that another program wrote again still verifies.</summary>
    /// <param name="line">The line.</param>
    /// <returns>Body and hash; null when it is no such line.</returns>
    public static (string Body, string Hash)? Read(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject whole && whole["body"] is JsonObject body && CanonicalJson.Write(body) is { IsOk: true } canonical
                && whole["hash"]?.GetValue<string>() is { } hash
                    ? (canonical.Value, hash)
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Walks along a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="check">Who looks at each entry; it begins where the file does when <paramref name="begins"/>.</param>
    /// <param name="begins">Whether nothing is known yet.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The first bad entry; null when all are good.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static async Task<AuditFinding?> WalkAsync(string file, ChainCheck check, bool begins, CancellationToken cancellation)
    {
        await foreach (var line in File.ReadLinesAsync(file, cancellation).ConfigureAwait(false))
        {
            var read = Read(line);
            if (begins && read is { } first)
            {
                check.BeginAt(AuditBody.Read(first.Body, first.Hash)?.Sequence ?? 1);
                begins = false;
            }

            if (read is not { } entry)
            {
                return new AuditFinding(AuditFault.Changed, check.Expected, $"its line in {Path.GetFileName(file)} is no line of an export");
            }

            if (check.Next(entry.Body, entry.Hash, null) is { } bad)
            {
                return bad with { What = $"{bad.What} (in {Path.GetFileName(file)})" };
            }
        }

        return null;
    }
}
