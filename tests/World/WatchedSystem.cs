using System.Text.RegularExpressions;

namespace OpsConsole.World;

/// <summary>What tests need to know of a system: tests name none, they read the profiles.</summary>
/// <param name="Id">The profile's file name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Lease">NAMESPACE/NAME of the lease that its leader holds; null when it elects none.</param>
internal sealed partial record WatchedSystem(string Id, string Title, string? Lease)
{
    public static IReadOnlyList<WatchedSystem> ReadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(Read)];

    private static WatchedSystem Read(string path)
    {
        var text = File.ReadAllText(path);
        var leader = Leader().Match(text);
        return new(Path.GetFileNameWithoutExtension(path), Title_().Match(text).Groups[1].Value.Trim(' ', '"', '\''),
            leader.Success ? $"{leader.Groups[1].Value}/{leader.Groups[2].Value}" : null);
    }

    [GeneratedRegex(@"^title: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Title_();

    [GeneratedRegex(@"^leader:\s*\n  namespace: (\S+)\n  lease: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Leader();
}
