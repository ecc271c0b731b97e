namespace OpsConsole.Access;

/// <summary>Where the grants are: the section <c>Access</c> of the configuration.</summary>
public sealed class AccessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Access";

    /// <summary>The file of the grants; a relative one is looked for in the content root, then in the current directory.</summary>
    public string File { get; set; } = "access.yaml";

    /// <summary>The first of the places where the file may be that exists; the first one when none does.</summary>
    /// <param name="file">The configured file.</param>
    /// <param name="contentRoot">The content root.</param>
    public static string Locate(string file, string contentRoot)
    {
        var first = Path.GetFullPath(file, Path.GetFullPath(contentRoot));
        var second = Path.GetFullPath(file);
        return System.IO.File.Exists(first) || !System.IO.File.Exists(second) ? first : second;
    }
}

/// <summary>The file of the grants in use, as a full path.</summary>
/// <param name="Path">The path.</param>
public sealed record AccessFile(string Path);
