using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Silences;

/// <summary>
/// The templates as <c>silences.yaml</c> beside <c>access.yaml</c> says them now. An edit that can't be read changes nothing: the last good ones stay, and what is
/// wrong is said. Without the file there are none.
/// </summary>
/// <param name="access">The file of the grants, which it lies beside.</param>
public sealed class SilenceTemplates(AccessFile access)
{
    private readonly string path = Path.Combine(Path.GetDirectoryName(access.Path)!, SilenceTemplateReader.File);
    private readonly Lock gate = new();
    private ImmutableArray<SilenceTemplate> known = [];
    private (DateTime At, long Size)? read;
    private string? problem;

    /// <summary>What is wrong with the file; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            Look();
            return problem;
        }
    }

    /// <summary>The templates. The file is read anew when it changed: forms are opened seldom enough to look each time.</summary>
    public ImmutableArray<SilenceTemplate> Current
    {
        get
        {
            Look();
            return known;
        }
    }

    private void Look()
    {
        lock (gate)
        {
            var file = new FileInfo(path);
            (DateTime, long)? now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
            if (now == read)
            {
                return;
            }

            read = now;
            var found = SilenceTemplateReader.Read(path);
            (known, problem) = found.IsOk ? (found.Value, null) : (known, found.Explanation);
        }
    }
}
