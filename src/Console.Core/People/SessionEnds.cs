using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Ends sessions: in the store, in this replica's memory, on the record.</summary>
internal sealed class SessionEnds(SessionStore store, SignInRecord record, SessionSurroundings around)
{
    /// <summary>Over is over, also while the database can't be told.</summary>
    public async Task KnownAsync(Session session, SessionEnd why, string? words, Person by, CancellationToken cancellation)
    {
        if (session.Ended is not null)
        {
            return;
        }

        var now = around.Clock.GetUtcNow();
        around.Memory.Keep(session with { Ended = why, EndedAt = now, EndedWords = words }, DateTimeOffset.MaxValue - TimeSpan.FromDays(1));
        try
        {
            await StoredAsync(session, why, words, by, cancellation);
        }
        catch (StorageException e)
        {
            around.Log.StoreSilent(e);
        }
    }

    public async Task<bool> StoredAsync(Session session, SessionEnd why, string? words, Person by, CancellationToken cancellation)
    {
        var ended = await store.EndAsync(session.Id, why, words, around.Clock.GetUtcNow(), cancellation);
        around.Memory.Doubt(session.Id);
        if (ended)
        {
            await record.EndedAsync(session, why, words, by, cancellation);
        }

        return ended;
    }
}
