namespace OpsConsole.Upstream.Notifiers;

/// <summary>
/// A secret in a file, read for each page: a mounted secret is rotated behind a symbolic link, where neither a watcher nor a time stamp is to be relied on.
/// </summary>
internal static class SecretFile
{
    /// <summary>The secret as it is now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The secret, or what is wrong with the file; never a part of what it holds.</returns>
    public static async Task<Result<string>> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return Checked(file, await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(file, e);
        }
    }

    /// <summary>The same, at the start.</summary>
    /// <param name="file">The file.</param>
    public static Result<string> Read(string file)
    {
        try
        {
            return Checked(file, File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(file, e);
        }
    }

    private static Result<string> Checked(string file, string text) => text.Trim() is { Length: > 0 } secret && !secret.Any(char.IsControl)
        ? secret
        : new Problem(string.Empty, $"the file {file} must hold one secret in one line, and nothing else");

    private static Problem Unreadable(string file, Exception e) => new(string.Empty, $"the file {file} can't be read: {e.Message}");
}
