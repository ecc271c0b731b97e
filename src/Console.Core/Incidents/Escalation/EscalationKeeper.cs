using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>
/// Keeps the escalations: looks at what fires and who has it, and tells what is due. That a page is about to be sent is on record before it is sent, and what became of it after: whoever
/// takes over after a crash sends the same page under the same name.
/// </summary>
/// <param name="store">The escalations.</param>
/// <param name="ledger">Writes them.</param>
/// <param name="sending">Hands pages over.</param>
/// <param name="pages">Makes pages.</param>
/// <param name="around">The rest.</param>
internal sealed class EscalationKeeper(EscalationStore store, EscalationLedger ledger, PageSending sending, EscalationPages pages, EscalationSurroundings around)
{
    private EscalationMemory? memory;

    /// <summary>Looks once at everything.</summary>
    /// <param name="grant">The lock it is done under; null where there is but one process.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>When the next step is due; null when none is.</returns>
    /// <exception cref="StorageException">Something could not be written: it is not so, and is done in the next round.</exception>
    public async Task<DateTimeOffset?> RoundAsync(LockGrant? grant, CancellationToken cancellation)
    {
        if (around.File.Current is not { } book || EscalationView.Of(around.Live, book.GroupBy) is not { } view)
        {
            return null;
        }

        try
        {
            memory ??= new EscalationMemory(await store.OpenAsync(cancellation).ConfigureAwait(false), around.Clock);
            var next = await LookAsync(memory, new Round(book, view, grant), cancellation).ConfigureAwait(false);
            around.Metrics.Looked(around.Clock.GetUtcNow(), memory.All.Count(one => one.It.State is EscalationState.Running));
            return next;
        }
        catch
        {
            // Nobody can tell how much of it is so: read anew.
            memory = null;
            throw;
        }
    }

    /// <summary>Somebody else keeps them from now on, or may have meanwhile.</summary>
    public void Forget()
    {
        memory = null;
        sending.StopAll();
        around.Metrics.Left();
    }

    private async Task<DateTimeOffset?> LookAsync(EscalationMemory known, Round round, CancellationToken cancellation)
    {
        await FetchAsync(known, round, cancellation).ConfigureAwait(false);
        foreach (var one in known.All)
        {
            await FollowAsync(one, round, cancellation).ConfigureAwait(false);
        }

        var open = known.Open;
        foreach (var matter in round.View.Matters.Values.Where(matter => !open.Contains(matter.Key)))
        {
            await BeginAsync(known, matter, round, cancellation).ConfigureAwait(false);
        }

        DateTimeOffset? next = null;
        foreach (var one in known.All)
        {
            next = Earlier(next, await TellAsync(one, round, cancellation).ConfigureAwait(false));
        }

        known.ForgetDone();
        return next;
    }

    /// <summary>Writes down what became of pages.</summary>
    private async Task FetchAsync(EscalationMemory known, Round round, CancellationToken cancellation)
    {
        while (sending.Peek() is var (sent, delivery))
        {
            if (known.Find(sent.Escalation) is { } one && one.Notices.Any(notice => notice.Key == sent.Key && notice.State is NoticeState.Intended))
            {
                await around.Reached(EscalationEdge.BeforeResult, sent.Key).ConfigureAwait(false);
                var answered = sent with
                {
                    State = delivery.IsDelivered ? NoticeState.Delivered : NoticeState.Failed,
                    Says = delivery.Says,
                    Reference = delivery.Reference,
                    DoneAt = StoredTime.Cut(one.Now()),
                };
                await ledger.WriteAsync(round.Grant, EscalationRecord.Answered(one.It, answered, delivery), null, [answered], cancellation).ConfigureAwait(false);
                one.Set([answered]);
                around.Metrics.Recorded([answered]);
                if (!delivery.IsDelivered)
                {
                    around.Log.NotReached(answered.PageStep, one.It.Id, answered.Channel, delivery.Says);
                }
            }

            sending.Fetched();
            await around.Reached(EscalationEdge.AfterResult, sent.Key).ConfigureAwait(false);
        }
    }

    /// <summary>Follows what its alerts do, and who has them.</summary>
    private async Task FollowAsync(RememberedEscalation one, Round round, CancellationToken cancellation)
    {
        var (was, now) = (one.It, StoredTime.Cut(one.Now()));
        var taken = round.View.TakenOf(was);
        var it = EscalationCourse.Follow(
            was, new Sight(now, round.View.PresenceOf(was)) { Taken = taken, Ended = taken is null ? await EndOfAsync(was, cancellation).ConfigureAwait(false) : null }, around.Limits);
        it = it.With(round.View.Firing(it));
        var turn = EscalationTurn.Of(it, one.Notices, round.Book.Quiet, around.Limits);
        ImmutableArray<EscalationNotice> stopped = [.. turn.Unwanted.Select(notice => notice with { State = NoticeState.Stopped, DoneAt = now, Says = "It was no longer wanted before an answer came." })];
        ImmutableArray<EscalationNotice> followers = [.. turn.Followers.Select(told => EscalationPages.Follower(it, told, now))];
        var isChanged = it with { SeenAt = was.SeenAt } != was;
        if (isChanged || !stopped.IsEmpty || !followers.IsEmpty)
        {
            it = it with { Version = was.Version + 1 };
            var happened = EscalationRecord.Changed(was, it, stopped, followers);
            await ledger.WriteAsync(round.Grant, happened, it, [.. stopped, .. followers], cancellation).ConfigureAwait(false);
            one.Set([.. stopped, .. followers]);
            around.Metrics.Recorded([.. stopped, .. followers]);
            foreach (var notice in stopped)
            {
                sending.Stop(notice);
            }
        }

        one.Set(it);
    }

    private async Task<AckEnd?> EndOfAsync(Escalation it, CancellationToken cancellation)
    {
        const int Enough = 20;
        return it is not { State: EscalationState.Acknowledged, Ack: { } ack } ? null
            : (await around.Acks.OfAsync(ack.Fingerprint, Enough, cancellation).ConfigureAwait(false)).FirstOrDefault(one => one.Id == ack.Id)?.Ended;
    }

    private async Task BeginAsync(EscalationMemory known, Matter matter, Round round, CancellationToken cancellation)
    {
        // What fires for so long that nobody is called for it any more, does not keep another of its kind from beginning.
        var now = StoredTime.Cut(around.Clock.GetUtcNow());
        var fresh = matter.Firing.Where(alert => now - alert.StartsAt <= around.Limits.MaxAge).ToList();
        var (lead, choice) = fresh.Select(alert => (Alert: alert, Choice: PlanChoice.Of(alert.Labels, Matter.Profile(alert, round.View.Catalog), round.Book))).FirstOrDefault(one => one.Choice.Plan is not null);
        if (lead is null)
        {
            return;
        }

        var began = fresh.Min(alert => alert.StartsAt) is var first && first < now ? StoredTime.Cut(first) : now;
        var it = new Escalation
        {
            Id = RunId.New(now),
            Key = matter.Key,
            System = lead.System,
            AlertName = lead.Name,
            Severity = lead.Severity,
            Class = choice.Class,
            Says = lead.Says,
            Fingerprint = lead.Fingerprint,
            Plan = choice.Plan!,
            BeganAt = began,
            Since = now,
            LegAt = began,
            SeenAt = now,
        }.With(matter.Firing.Select(alert => alert.Fingerprint));
        it = round.View.TakenOf(it) is { } taken ? it with { State = EscalationState.Acknowledged, Ack = taken } : it;
        await ledger.WriteAsync(round.Grant, EscalationRecord.Begun(it, choice.Because), it, [], cancellation).ConfigureAwait(false);
        known.Add(it);
    }

    /// <summary>Tells what is due, and what was about to be told when somebody stopped.</summary>
    private async Task<DateTimeOffset?> TellAsync(RememberedEscalation one, Round round, CancellationToken cancellation)
    {
        // One that can't be sent at all has failed at once, and the next may be due for it.
        var turn = EscalationTurn.Of(one.It, one.Notices, round.Book.Quiet, around.Limits);
        for (; !turn.Due.IsEmpty; turn = EscalationTurn.Of(one.It, one.Notices, round.Book.Quiet, around.Limits))
        {
            foreach (var due in turn.Due)
            {
                await IntendAsync(one, pages.Of(one.It, due, round.Book.Roster, one.It.SeenAt), round, cancellation).ConfigureAwait(false);
            }
        }

        var mayCall = one.It is { State: EscalationState.Running, GoneSince: null };
        foreach (var notice in one.Notices.Where(notice => notice.State is NoticeState.Intended && (mayCall || notice.Kind is not PageKind.Trigger) && !sending.Has(notice)))
        {
            sending.Begin(notice, pages.PageOf(one.It, notice, one.It.SeenAt));
        }

        return turn.NextAt;
    }

    private async Task IntendAsync(RememberedEscalation one, ImmutableArray<EscalationNotice> notices, Round round, CancellationToken cancellation)
    {
        await around.Reached(EscalationEdge.BeforeIntent, notices[0].Key).ConfigureAwait(false);
        var first = notices[0];
        await ledger.WriteAsync(round.Grant, EscalationRecord.Paging(one.It, notices), null, notices, cancellation).ConfigureAwait(false);
        one.Set(notices);
        around.Metrics.Recorded(notices);
        if (first.State is NoticeState.Failed)
        {
            around.Log.NotReached(first.PageStep, one.It.Id, first.Channel, first.Says);
        }

        await around.Reached(EscalationEdge.AfterIntent, first.Key).ConfigureAwait(false);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is { } a && other is { } b ? a < b ? a : b : one ?? other;

    private sealed record Round(EscalationBook Book, EscalationView View, LockGrant? Grant);
}
