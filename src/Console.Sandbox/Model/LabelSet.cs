using System.Text;

namespace OpsConsole.Sandbox.Model;

/// <summary>Labels with their text in exposition format, made once: it is written at every scrape.</summary>
internal sealed class LabelSet
{
    private readonly Dictionary<string, string> labels;

    public LabelSet(IEnumerable<KeyValuePair<string, string>> labels)
    {
        this.labels = new(labels);
        Text = string.Join(',', this.labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{Escape(l.Value)}\""));
    }

    /// <summary>Without braces: a="b",c="d".</summary>
    public string Text { get; }

    public IReadOnlyDictionary<string, string> All => labels;

    public string? this[string name] => labels.GetValueOrDefault(name);

    /// <summary>The labels Prometheus stores: the scrape's win, and the metric's own arrive as exported_NAME.</summary>
    public LabelSet ScrapedFrom(IReadOnlyDictionary<string, string> target)
    {
        var stored = labels.ToDictionary(l => target.ContainsKey(l.Key) ? "exported_" + l.Key : l.Key, l => l.Value);
        foreach (var (name, value) in target) stored[name] = value;
        return new(stored.Where(l => l.Value.Length > 0));
    }

    private static string Escape(string value)
    {
        if (value.AsSpan().IndexOfAny('\\', '"', '\n') < 0) return value;
        return new StringBuilder(value).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").ToString();
    }
}
