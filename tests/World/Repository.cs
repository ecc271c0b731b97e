using System.Runtime.CompilerServices;

namespace OpsConsole.World;

/// <summary>Where the repository's files are, and what its build made.</summary>
internal static class Repository
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string Sandbox { get; } = Built("Console.Sandbox", "OpsConsole.Sandbox.dll");

    /// <summary>The console as it ships: published beside the tests by their build.</summary>
    public static string Console { get; } = Path.Combine(AppContext.BaseDirectory, "console", "OpsConsole.dll");

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Built(string project, string file) => At("src", project, "bin", Configuration, "net10.0", file);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
