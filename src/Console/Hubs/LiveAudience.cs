using System.Collections.Concurrent;

namespace OpsConsole.Hubs;

/// <summary>Who listens to which section: what nobody hears is not written.</summary>
internal sealed class LiveAudience
{
    private readonly ConcurrentDictionary<(string Connection, string Section), byte> listeners = new();

    /// <summary>How many connections listen to a section.</summary>
    /// <param name="section">The section's name.</param>
    public int Count(string section) => listeners.Keys.Count(listener => listener.Section == section);

    /// <summary>A connection begins to listen.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="section">The section's name.</param>
    public void Joined(string connection, string section) => listeners.TryAdd((connection, section), 0);

    /// <summary>A connection is gone.</summary>
    /// <param name="connection">Its id.</param>
    public void Left(string connection)
    {
        foreach (var listener in listeners.Keys.Where(listener => listener.Connection == connection))
        {
            listeners.TryRemove(listener, out _);
        }
    }
}
