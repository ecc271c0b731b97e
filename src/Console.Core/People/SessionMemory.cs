using System.Collections.Concurrent;

namespace OpsConsole.People;

/// <summary>
/// What this replica lately read of sessions: so that a page's every request does not ask the database, and so that whoever is in can go on
/// looking while it is down.
/// </summary>
internal sealed class SessionMemory
{
    private readonly ConcurrentDictionary<string, Read> known = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> asked = new();

    public Read? Find(string id) => known.GetValueOrDefault(id);

    public void Keep(Session session, DateTimeOffset readAt) => known[session.Id] = new Read(session, readAt);

    /// <summary>Another replica changed it, or this one: it must be read again, but is still known should the database be down.</summary>
    public void Doubt(string id)
    {
        if (known.TryGetValue(id, out var read))
        {
            known.TryUpdate(id, read with { At = DateTimeOffset.MinValue }, read);
        }
    }

    public void DoubtAll()
    {
        foreach (var id in known.Keys)
        {
            Doubt(id);
        }
    }

    /// <summary>Whether who vouches for a person is to be asked again, as far as this replica knows; it then counts as asked.</summary>
    public bool IsDue(string id, TimeSpan every, DateTimeOffset now)
    {
        if (asked.TryGetValue(id, out var at) && now - at < every)
        {
            return false;
        }

        asked[id] = now;
        return true;
    }

    public void Forget(string id)
    {
        known.TryRemove(id, out _);
        asked.TryRemove(id, out _);
    }

    public void ForgetOver(DateTimeOffset now)
    {
        foreach (var (id, read) in known)
        {
            if (read.Session.OverAt(now) is not null)
            {
                Forget(id);
            }
        }
    }

    public sealed record Read(Session Session, DateTimeOffset At);
}
