namespace OpsConsole.Core.Tests;

/// <summary>A folder of a test's own, gone with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-");

    public string Path => root.FullName;

    /// <summary>Writes a file, whole, under a folder of its own.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    // What was begun and not awaited may still write its last file while the folder goes.
    public void Dispose() => Assert.True(SpinWait.SpinUntil(IsGone, TimeSpan.FromSeconds(20)), $"{Path} can't be deleted");

    private bool IsGone()
    {
        try
        {
            root.Delete(recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
