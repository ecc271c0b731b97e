using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace OpsConsole.Runbooks;

/// <summary>
/// Keeps what was rendered: the pages of everybody who looks at one alert show the same runbook, and draw it again at each change. What is kept is
/// bounded; what was not looked at for longest goes first.
/// </summary>
public sealed class RenderedRunbooks : IDisposable
{
    private const long MostCharacters = 16 * 1024 * 1024;
    private const int MostOfOne = 1024 * 1024;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostCharacters, CompactionPercentage = 0.25 });

    /// <summary>A runbook ready to show, as <see cref="RunbookRenderer.Render"/> makes it.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="scene">What templates are filled from.</param>
    /// <param name="here">The address of the page that shows it, without an anchor.</param>
    public RenderedRunbook Get(Runbook runbook, RunbookScene scene, string here)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(scene);
        var key = new RenderedKey(runbook.Key, runbook.Hash, here, Fingerprint(scene));
        if (kept.TryGetValue(key, out RenderedRunbook? known))
        {
            return known!;
        }

        // Two who ask at once both render: that is cheaper than to make one wait for the other.
        var rendered = RunbookRenderer.Render(runbook, scene, here);
        var size = Size(rendered);
        if (size <= MostOfOne)
        {
            kept.Set(key, rendered, new MemoryCacheEntryOptions { Size = size });
        }

        return rendered;
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Dispose();

    /// <summary>How many are kept.</summary>
    internal int Count => kept.Count;

    // Lengths before the texts: no value can look like another name.
    private static string Fingerprint(RunbookScene scene)
    {
        var text = new StringBuilder(scene.HasAlert ? "alert" : "none");
        foreach (var (name, value) in scene.Values)
        {
            text.Append(name.Length).Append(':').Append(name).Append(value.Length).Append(':').Append(value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text.ToString())));
    }

    private static long Size(RenderedRunbook rendered) =>
        1_000 + rendered.Intro.Concat(rendered.Sections.SelectMany(section => section.Parts.Concat(section.Steps.SelectMany(step => step.Parts))))
            .Sum(part => 100L + (part is HtmlPart html ? html.Html.Length : 0));

    private sealed record RenderedKey(string Runbook, string Hash, string Here, string Scene);
}
