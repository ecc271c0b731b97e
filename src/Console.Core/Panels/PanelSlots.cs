namespace OpsConsole.Panels;

/// <summary>When which chart is read: each has its own moment of the period, so that they never fall due together.</summary>
/// <param name="every">The period.</param>
internal sealed class PanelSlots(TimeSpan every)
{
    /// <summary>Until all charts were read once they follow each other quickly: somebody may be looking.</summary>
    private const int FirstTimeFaster = 6;

    private DateTimeOffset[] due = [];

    /// <summary>Begins anew with so many charts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="now">The time.</param>
    public void Spread(int count, DateTimeOffset now) =>
        due = [.. Enumerable.Range(0, count).Select(i => now + (every / FirstTimeFaster * i / count))];

    /// <summary>Takes the charts that are due; each comes back a period later, at its own moment.</summary>
    /// <param name="now">The time.</param>
    public IReadOnlyList<int> Take(DateTimeOffset now)
    {
        var taken = Enumerable.Range(0, due.Length).Where(i => due[i] <= now).ToArray();
        foreach (var i in taken)
        {
            due[i] = Next(i, now);
        }

        return taken;
    }

    private DateTimeOffset Next(int i, DateTimeOffset now)
    {
        var moment = every * i / due.Length;
        var into = TimeSpan.FromTicks((now.UtcTicks - moment.Ticks) % every.Ticks);

        // Less than a sixth of the period ahead it would follow itself: then the next time round.
        var wait = every - into;
        return now + (wait < every / FirstTimeFaster ? wait + every : wait);
    }
}
