using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Says how a session stands: by its limits, by who vouches for its person, by the grants.</summary>
internal sealed class SessionCheck(SessionStore store, SessionEnds ends, SessionSurroundings around)
{
    public async Task<Standing> CheckAsync(string id, bool isActivity, CancellationToken cancellation)
    {
        var (session, doubt) = await ReadAsync(id, cancellation);
        if (session is null)
        {
            return doubt is null ? new Standing.Over(null, "There is no such session: sign in.") : new Standing.CannotTell(doubt);
        }

        var now = around.Clock.GetUtcNow();
        if (session.OverAt(now) is { } over)
        {
            await ends.KnownAsync(session, over, null, session.Person, cancellation);
            return new Standing.Over(over, SessionWords.Of(session, over));
        }

        (session, doubt, var gone) = await VouchAsync(session, doubt, cancellation);
        if (gone is not null)
        {
            return gone;
        }

        if (around.Rules.Decide(session.Person, Actions.View) is { IsAllowed: false } refused)
        {
            return await EndedAsync(session, SessionEnd.NoGrant, refused.Reason, cancellation);
        }

        return new Standing.Valid(isActivity ? await ActiveAsync(session, now, cancellation) : session, doubt);
    }

    public async Task<Session> ConfirmAsync(Session session, ImmutableArray<string> groups, string? name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var now = StoredTime.Cut(around.Clock.GetUtcNow());
        var was = session.Person;
        var person = was with { Groups = groups, Name = name ?? was.Name };
        var confirmed = session with { Person = person, ConfirmedAt = now };
        around.Memory.Keep(confirmed, now);

        // Said again and again without news, it is written once a minute.
        if (!was.Groups.SequenceEqual(groups) || was.Name != person.Name || now - session.ConfirmedAt >= SessionSurroundings.Minute)
        {
            await store.ConfirmAsync(session.Id, person, now, cancellation);
        }
        else
        {
            around.Memory.Keep(confirmed with { ConfirmedAt = session.ConfirmedAt }, now);
        }

        return confirmed;
    }

    /// <summary>The session as this replica knows it, read again when that is some seconds old.</summary>
    private async Task<(Session? Session, string? Doubt)> ReadAsync(string id, CancellationToken cancellation)
    {
        var known = around.Memory.Find(id);
        var now = around.Clock.GetUtcNow();
        if (known is not null && now - known.At < SessionSurroundings.Fresh)
        {
            return (known.Session, null);
        }

        if (around.Outage.Words(now) is { } outage)
        {
            return (known?.Session, outage);
        }

        try
        {
            var read = await store.FindAsync(id, cancellation);
            if (read is null)
            {
                around.Memory.Forget(id);
                return (null, null);
            }

            // What the person did while the database was down is known here only.
            var session = known is { } had && had.Session.ActiveAt > read.ActiveAt ? read with { ActiveAt = had.Session.ActiveAt } : read;
            around.Memory.Keep(session, now);
            return (session, null);
        }
        catch (StorageException e)
        {
            around.Log.StoreSilent(e);
            return (known?.Session, around.Outage.Began(e, around.Clock.GetUtcNow()));
        }
    }

    private async Task<(Session Session, string? Doubt, Standing? Gone)> VouchAsync(Session session, string? doubt, CancellationToken cancellation)
    {
        var now = around.Clock.GetUtcNow();
        try
        {
            if (around.CheckOf(session.Person.Method) is not { } check
                || (check.Every > TimeSpan.Zero && (doubt is not null || !await MayAskAsync(session, check, now, cancellation))))
            {
                return (session, doubt, null);
            }

            switch (await check.CheckAsync(session, cancellation))
            {
                case GroupCheck.Gone gone:
                    return (session, doubt, await EndedAsync(session, SessionEnd.Gone, gone.Why, cancellation));
                case GroupCheck.CannotTell unknown:
                    return (session, doubt ?? unknown.Why, null);
                case GroupCheck.Still still when check.Every > TimeSpan.Zero || IsNews(session.Person, still):
                    return (await ConfirmAsync(session, still.Groups, still.Name, cancellation), doubt, null);
                default:
                    return (session, doubt, null);
            }
        }
        catch (StorageException e)
        {
            // Confirmed or not, it is not stored: the groups that memory knows now are the newest.
            around.Log.StoreSilent(e);
            return (around.Memory.Find(session.Id)?.Session ?? session, around.Outage.Began(e, now), null);
        }
    }

    private async Task<bool> MayAskAsync(Session session, IGroupCheck check, DateTimeOffset now, CancellationToken cancellation) =>
        around.Memory.IsDue(session.Id, check.Every, now) && await store.MayAskAsync(session.Id, check.Every, now, cancellation);

    private static bool IsNews(Person person, GroupCheck.Still still) =>
        !person.Groups.SequenceEqual(still.Groups) || (still.Name is { } name && name != person.Name);

    private async Task<Session> ActiveAsync(Session session, DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - session.ActiveAt < SessionSurroundings.Minute)
        {
            return session;
        }

        var active = session with { ActiveAt = StoredTime.Cut(now) };
        around.Memory.Keep(active, around.Memory.Find(session.Id)?.At ?? now);
        if (around.Outage.Words(now) is null)
        {
            try
            {
                await store.TouchAsync(session.Id, now, cancellation);
            }
            catch (StorageException e)
            {
                around.Log.StoreSilent(e);
                around.Outage.Began(e, now);
            }
        }

        return active;
    }

    private async Task<Standing> EndedAsync(Session session, SessionEnd why, string words, CancellationToken cancellation)
    {
        await ends.KnownAsync(session, why, words, session.Person, cancellation);
        return new Standing.Over(why, SessionWords.Of(session with { EndedWords = words }, why));
    }
}
