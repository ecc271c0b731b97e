using OpsConsole.Live;

namespace OpsConsole.Systems;

/// <summary>
/// Looks at a folder when something in it has changed, and every ten seconds anyway: not every file system notifies, and a machine may
/// have no more notifications to give.
/// </summary>
/// <param name="folder">The folder; it may appear later.</param>
/// <param name="clock">The time.</param>
internal sealed class FolderWatch(string folder, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);
    private FileSystemWatcher? watcher;

    /// <summary>Whether the folders inside it are watched, too; not where a file of ours lies among much that is not ours.</summary>
    public bool IsDeep { get; init; } = true;

    /// <summary>How often it is looked at without a notification.</summary>
    public static TimeSpan LookAnyway { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Looks until cancelled, never twice at a time.</summary>
    /// <param name="look">Looks at the folder.</param>
    /// <param name="notNotified">Told once, with the reason, when changes are not notified.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FollowAsync(Action look, Action<string> notNotified, CancellationToken cancellation)
    {
        var loop = new CollectorLoop(LookAnyway, clock);
        var told = false;
        await loop.RunAsync(
            async round =>
            {
                if (Watch(loop.Wake) is { } why && !told)
                {
                    told = true;
                    notNotified(why);
                }

                // An editor writes a file in several steps: look when it has come to rest.
                await Task.Delay(Settle, clock, round).ConfigureAwait(false);
                look();
            },
            cancellation).ConfigureAwait(false);
    }

    public void Dispose() => watcher?.Dispose();

    /// <summary>Asks for notifications, unless they already come.</summary>
    /// <returns>Why there are none; null when there are.</returns>
    private string? Watch(Action changed)
    {
        if (watcher is not null)
        {
            return null;
        }

        FileSystemWatcher? made = null;
        try
        {
            made = new FileSystemWatcher(folder) { IncludeSubdirectories = IsDeep };
            made.Changed += (_, _) => changed();
            made.Created += (_, _) => changed();
            made.Deleted += (_, _) => changed();
            made.Renamed += (_, _) => changed();
            made.Error += (_, _) => changed();
            made.EnableRaisingEvents = true;
            watcher = made;
            return null;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            made?.Dispose();
            return e.Message;
        }
    }
}
