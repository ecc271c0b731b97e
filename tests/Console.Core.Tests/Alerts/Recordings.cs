using System.Runtime.CompilerServices;
using System.Text.Json;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts;

/// <summary>Answers and posts of a real Alertmanager 0.25, as recorded beside this file.</summary>
internal static class Recordings
{
    /// <summary>The port that the recorded series were scraped from; the recording writes 9100 instead, the fingerprints were made with this.</summary>
    public const int ScrapedPort = 60283;

    public static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Folder(), pattern).Order(StringComparer.Ordinal);

    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), file)));
        return document.RootElement.Clone();
    }

    public static LabelSet AsLabels(this JsonElement labels) =>
        LabelSet.Of(labels.EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!)));

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Recorded");
}
