using OpsConsole.Access;
using OpsConsole.People;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Changes;

/// <summary>The files that decide what the console does and for whom, by the names that the record calls them.</summary>
/// <param name="access">The file of the grants.</param>
/// <param name="folders">The profiles and the runbooks.</param>
/// <param name="place">Where the users are.</param>
internal sealed class ConfigurationFiles(AccessFile access, SystemFolders folders, StoragePlace place)
{
    /// <summary>Those that are there now.</summary>
    public IReadOnlyDictionary<string, string> Find()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(found, Path.GetFileName(access.Path), access.Path);
        Add(found, UsersFile.Name, Path.Combine(place.Folder, UsersFile.Name));
        AddAll(found, "systems", folders.Systems, "*.yaml", SearchOption.TopDirectoryOnly);
        AddAll(found, "runbooks", folders.Runbooks, "*.md", SearchOption.AllDirectories);
        return found;
    }

    private static void Add(Dictionary<string, string> to, string name, string path)
    {
        if (File.Exists(path))
        {
            to[name] = path;
        }
    }

    private static void AddAll(Dictionary<string, string> to, string shown, string folder, string pattern, SearchOption depth)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        // Dot files are what editors and mounted config maps leave lying about.
        foreach (var path in Directory.EnumerateFiles(folder, pattern, depth).Where(path => !Path.GetFileName(path).StartsWith('.')))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!name.StartsWith("..", StringComparison.Ordinal))
            {
                to[$"{shown}/{name}"] = path;
            }
        }
    }
}
