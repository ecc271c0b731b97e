using System.Collections.Concurrent;

namespace OpsConsole.Hubs;

/// <summary>Who listens to which section: what nobody hears is not written.</summary>
internal sealed class LiveAudience
{
    // The answer to Subscribe is being made: whatever is told meanwhile is older than what it will say.
    private const long NotAnsweredYet = long.MaxValue;

    private readonly ConcurrentDictionary<(string Connection, string Section), byte> listeners = new();
    private readonly ConcurrentDictionary<(string Connection, string Section), long> newcomers = new();

    /// <summary>How many connections listen to a section.</summary>
    /// <param name="section">The section's name.</param>
    public int Count(string section) => listeners.Keys.Count(listener => listener.Section == section);

    /// <summary>A connection begins to listen.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="section">The section's name.</param>
    public void Joined(string connection, string section)
    {
        newcomers[(connection, section)] = NotAnsweredYet;
        listeners.TryAdd((connection, section), 0);
    }

    /// <summary>A connection is given the whole section in answer.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="version">The version in the answer.</param>
    public void Answered(string connection, string section, long version) => newcomers.TryUpdate((connection, section), version, NotAnsweredYet);

    /// <summary>Who can't be told a section's changes yet, because the changes do not begin at what they were given.</summary>
    /// <param name="section">The section's name.</param>
    /// <param name="version">The version that is about to be told; who is given it, whole, is no newcomer any more.</param>
    /// <returns>Who must be told it whole, and all who must not be told the changes.</returns>
    public (IReadOnlyList<string> Whole, IReadOnlyList<string> NoChanges) Newcomers(string section, long version)
    {
        List<string> whole = [], all = [];
        foreach (var (newcomer, answered) in newcomers.Where(newcomer => newcomer.Key.Section == section))
        {
            all.Add(newcomer.Connection);
            if (answered < version)
            {
                whole.Add(newcomer.Connection);
            }

            if (answered <= version)
            {
                newcomers.TryRemove(KeyValuePair.Create(newcomer, answered));
            }
        }

        return (whole, all);
    }

    /// <summary>A connection is gone.</summary>
    /// <param name="connection">Its id.</param>
    public void Left(string connection)
    {
        foreach (var listener in listeners.Keys.Where(listener => listener.Connection == connection))
        {
            listeners.TryRemove(listener, out _);
            newcomers.TryRemove(listener, out _);
        }
    }
}
