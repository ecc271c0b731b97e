using System.Runtime.CompilerServices;

namespace OpsConsole.Core.Tests;

/// <summary>The repository's own files, for tests of what it ships beside code.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string Folder(string name) => Path.Combine(Root, name);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
