namespace OpsConsole.Storage;

/// <summary>The folder of what the console keeps in files: for its own user only, because keys and sessions are in it.</summary>
internal static class StoreFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it when it is missing; one that exists keeps its mode.</summary>
    /// <exception cref="StorageException">It can't be made.</exception>
    public static void Make(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, Private);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.ReadOnly, $"The folder {folder} can't be made: {e.Message}", e);
        }
    }
}
