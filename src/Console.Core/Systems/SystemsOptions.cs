namespace OpsConsole.Systems;

/// <summary>Where the profiles and runbooks are: the section <c>Systems</c> of the configuration.</summary>
public sealed class SystemsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Systems";

    /// <summary>The folder of the profiles; a relative one is looked for in the content root, then in the current directory.</summary>
    public string Folder { get; set; } = "systems";

    /// <summary>The folder of the runbooks, one folder per system in it; found in the same way.</summary>
    public string RunbooksFolder { get; set; } = "runbooks";

    /// <summary>The first of the places where a folder may be that exists; the first one when none does.</summary>
    /// <param name="folder">The configured folder.</param>
    /// <param name="contentRoot">The content root.</param>
    public static string Locate(string folder, string contentRoot)
    {
        var first = Path.GetFullPath(folder, Path.GetFullPath(contentRoot));
        var second = Path.GetFullPath(folder);
        return Directory.Exists(first) || !Directory.Exists(second) ? first : second;
    }
}
