using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Soak.Health;

/// <summary>A console's log as it is written, one JSON object an event: all of it in a file, and what nobody foresaw counted.</summary>
/// <param name="file">The file.</param>
internal sealed class ConsoleLog(string file) : IAsyncDisposable
{
    private const int Longest = 1500;
    private readonly StreamWriter whole = new(file) { AutoFlush = true };
    private readonly Dictionary<string, (int Count, string First)> surprises = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> levels = new(StringComparer.Ordinal);

    /// <summary>What nobody foresaw, with how often: its first words, and the whole of the first.</summary>
    public IReadOnlyList<(string What, int Count, string First)> Surprises
    {
        get
        {
            lock (surprises)
            {
                return [.. surprises.Select(one => (one.Key, one.Value.Count, one.Value.First))];
            }
        }
    }

    /// <summary>How many events there were by level.</summary>
    public IReadOnlyDictionary<string, int> Levels
    {
        get
        {
            lock (surprises)
            {
                return new SortedDictionary<string, int>(levels, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Takes a line.</summary>
    public void Hear(string line)
    {
        lock (surprises)
        {
            whole.WriteLine(line);
            var what = Read(line) is { } written ? SurpriseIn(written) : line.Contains("Unhandled exception", StringComparison.OrdinalIgnoreCase) ? line : null;
            if (what is not null)
            {
                surprises[what] = surprises.TryGetValue(what, out var seen) ? (seen.Count + 1, seen.First) : (1, line.Length > Longest ? line[..Longest] : line);
            }
        }
    }

    public ValueTask DisposeAsync() => whole.DisposeAsync();

    /// <summary>
    /// A trouble that the console expects is told without an exception, in its own words. So an error with an exception, anything fatal, and a request that was
    /// answered with 500 are surprises.
    /// </summary>
    private static string? SurpriseIn(JsonObject written)
    {
        var (level, exception, properties) = ($"{written["Level"]}", $"{written["Exception"]}", written["Properties"]);
        return level == "Fatal" || (level == "Error" && exception.Length > 0) ? $"{properties?["SourceContext"]}: {written["MessageTemplate"]} {exception.Split('\n')[0]}"
            : $"{properties?["Status"]}" == "500" ? $"500 was the answer to {properties?["Method"]} {properties?["Path"]}"
            : null;
    }

    private JsonObject? Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            var written = JsonNode.Parse(line) as JsonObject;
            var level = $"{written?["Level"]}";
            levels[level] = levels.GetValueOrDefault(level) + 1;
            return written;
        }
        catch (JsonException)
        {
            // Cut off by a kill.
            return null;
        }
    }
}
