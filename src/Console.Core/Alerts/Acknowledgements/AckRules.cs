using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Somebody wants an alert.</summary>
/// <param name="By">Who.</param>
/// <param name="Comment">What they say to it; may be empty.</param>
/// <param name="Lasts">How long; null: as usual.</param>
/// <param name="TakesOver">Whether it is taken from who has it.</param>
internal sealed record AckWish(AckOwner By, string Comment, TimeSpan? Lasts, bool TakesOver);

/// <summary>What is written for one alert.</summary>
/// <param name="Over">What is over; null for nothing.</param>
/// <param name="Now">What is there from now on; null for nothing.</param>
internal sealed record AckChange(Acknowledgement? Over, Acknowledgement? Now);

/// <summary>What becomes of one alert.</summary>
/// <param name="Verdict">What.</param>
/// <param name="Change">What is written; null for nothing.</param>
/// <param name="Had">Who had it, in this firing; null for nobody.</param>
internal sealed record AckDecision(AckVerdict Verdict, AckChange? Change, Acknowledgement? Had)
{
    /// <summary>Who has it afterwards.</summary>
    public Acknowledgement? Has => Change is null ? Had : Change.Now;
}

/// <summary>Decides what becomes of an alert that somebody wants, given who has it.</summary>
internal static class AckRules
{
    // Pressed twice, or sent twice by a script: that is one wish.
    private static readonly TimeSpan SameWish = TimeSpan.FromMinutes(1);

    /// <summary>Decides.</summary>
    /// <param name="alert">The alert, firing.</param>
    /// <param name="open">What the store holds open for it; null for nothing.</param>
    /// <param name="wish">What somebody wants.</param>
    /// <param name="id">The id of a new one.</param>
    /// <param name="now">The time.</param>
    public static AckDecision Take(Alert alert, Acknowledgement? open, AckWish wish, string id, DateTimeOffset now)
    {
        var had = open is not null && End(open, alert, now) is null ? open : null;
        var until = StoredTime.Cut(now + (wish.Lasts ?? AckLimits.Usual));
        if (had is not null && had.By.Subject == wish.By.Subject)
        {
            var isSame = (wish.Comment.Length == 0 || wish.Comment == had.Comment) && (wish.Lasts is null || (until - had.Until).Duration() < SameWish);
            return isSame ? new AckDecision(AckVerdict.AlreadyYours, null, had) : new AckDecision(
                AckVerdict.Renewed, new AckChange(null, had with { Until = until, Comment = wish.Comment.Length == 0 ? had.Comment : wish.Comment }), had);
        }

        if (had is not null && !wish.TakesOver)
        {
            return new AckDecision(AckVerdict.SomebodyElses, null, had);
        }

        var made = new Acknowledgement
        {
            Id = id,
            Fingerprint = alert.Fingerprint,
            StartsAt = StoredTime.Cut(alert.StartsAt),
            AlertName = alert.Name,
            System = alert.System,
            By = wish.By,
            At = StoredTime.Cut(now),
            Until = until,
            Comment = wish.Comment,
            TakenFrom = had?.By,
        };
        var over = had is not null ? Ended(had, AckEnd.TakenOver, now, wish.By) : open is null ? null : End(open, alert, now);
        return new AckDecision(had is null ? AckVerdict.Acknowledged : AckVerdict.TakenOver, new AckChange(over, made), had);
    }

    /// <summary>Somebody gives an alert back.</summary>
    public static AckDecision Withdraw(Acknowledgement? open, AckOwner by, DateTimeOffset now) => open is null || open.Until <= now
        ? new AckDecision(AckVerdict.Nobodys, null, null)
        : new AckDecision(AckVerdict.Withdrawn, new AckChange(Ended(open, AckEnd.Withdrawn, now, by), null), open);

    /// <summary>How one is over by itself; null when it goes on.</summary>
    /// <param name="open">One that the store holds open.</param>
    /// <param name="alert">The alert; null when it is not there any more.</param>
    /// <param name="now">The time.</param>
    public static Acknowledgement? End(Acknowledgement open, Alert? alert, DateTimeOffset now) => open.Until <= now ? Ended(open, AckEnd.Expired, open.Until, null)
        : alert is null || !open.IsFor(alert) ? Ended(open, AckEnd.Resolved, now, null)
        : null;

    private static Acknowledgement Ended(Acknowledgement one, AckEnd how, DateTimeOffset at, AckOwner? by) => one with { Ended = how, EndedAt = StoredTime.Cut(at), EndedBy = by };
}
