namespace OpsConsole.Audit;

/// <summary>Files that only the console's user may read.</summary>
internal static class OwnFile
{
    /// <summary>Opens a new file to write.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mode">What to do when it is there.</param>
    public static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }
}
