using System.Collections.Immutable;
using System.Security.Cryptography;

namespace OpsConsole.Systems;

/// <summary>
/// Reads a folder of profiles. Each file stands alone: a bad one is a fault beside the good ones, and one that was good before keeps
/// its last good profile, so that a slip of the pen does not take a system off the screen in the middle of an incident.
/// </summary>
/// <param name="folder">The folder.</param>
public sealed class CatalogReader(string folder)
{
    private ImmutableSortedDictionary<string, Entry> entries = ImmutableSortedDictionary<string, Entry>.Empty;
    private ProfileFault? folderFault;

    /// <summary>What was read last.</summary>
    public SystemCatalog Current { get; private set; } = SystemCatalog.Empty;

    /// <summary>Reads the folder again.</summary>
    /// <returns>Whether anything differs from the last time; always true the first time something is there.</returns>
    public bool Refresh()
    {
        var (files, missing) = Files();
        var fault = missing is null ? null : new ProfileFault(ShownFolder, ShownFolder, [missing]);

        // A folder that vanished takes nothing along: what was read stays in use beside the fault.
        var now = fault is not null
            ? entries
            : files.ToImmutableSortedDictionary(file => file, file => Next(file, entries.GetValueOrDefault(file)), StringComparer.Ordinal);
        var same = fault?.Problems[0] == folderFault?.Problems[0] && now.Count == entries.Count
            && now.All(one => entries.TryGetValue(one.Key, out var was) && ReferenceEquals(was, one.Value));
        (entries, folderFault) = (now, fault);
        if (!same)
        {
            Current = new SystemCatalog(
                [.. now.Values.Select(entry => entry.Good).OfType<LoadedSystem>()],
                [.. now.Values.Select(entry => entry.Fault).Prepend(fault).OfType<ProfileFault>()]);
        }

        return !same;
    }

    private string ShownFolder => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private (ImmutableArray<string> Files, Problem? Missing) Files()
    {
        try
        {
            return ([.. Directory.EnumerateFiles(folder).Where(IsProfile)], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], new Problem(ShownFolder, $"the folder of profiles can't be read: {e.Message} Set Systems:Folder to the folder that holds NAME.yaml."));
        }
    }

    /// <summary>Dot files are what editors and mounted config maps leave lying about.</summary>
    private static bool IsProfile(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" && !Path.GetFileName(path).StartsWith('.');

    private static Entry Next(string path, Entry? was)
    {
        var stamp = Stamp(path);
        if (was is not null && was.Stamp == stamp)
        {
            return was;
        }

        var (id, shown) = (Path.GetFileNameWithoutExtension(path), ProfileReader.ShownAs(path));
        var read = Path.GetExtension(path) == ".yaml"
            ? ProfileReader.Read(path)
            : new Problem(shown, $"is not read: a profile's name ends in .yaml, so rename it to {Reading.FieldReader.Short(id)}.yaml");
        return read.IsOk
            ? new Entry(stamp, read.Value, null)
            : new Entry(stamp, was?.Good, new ProfileFault(id, shown, read.Problems));
    }

    /// <summary>What the content is, not when it was written: a mounted config map changes times without changing words.</summary>
    private static string Stamp(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return file.Length > ProfileReader.LargestFile ? $"large {file.Length}" : Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private sealed record Entry(string Stamp, LoadedSystem? Good, ProfileFault? Fault);
}
