using System.Diagnostics.Metrics;

namespace OpsConsole.Incidents;

/// <summary>Counts the pages of escalations, and says when this replica last looked whether one is due.</summary>
internal sealed class EscalationMetrics
{
    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(1);

    // Counted here, so that all are there from the first scrape on: the first that fails is seen as an increase.
    private readonly long[] pages = new long[Enum.GetValues<NoticeState>().Length];
    private readonly EscalationFile file;
    private readonly TimeProvider clock;
    private long late;
    private long turnedAt;
    private int running;

    public EscalationMetrics(IMeterFactory meters, EscalationFile file, TimeProvider clock)
    {
        (this.file, this.clock) = (file, clock);
        turnedAt = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var meter = meters.Create("OpsConsole");
        meter.CreateObservableCounter("opsconsole.escalation.pages", Pages, "{page}", "Pages of escalations: due, and what became of them: delivered, failed, stopped, skipped.");
        meter.CreateObservableCounter("opsconsole.escalation.late", () => Interlocked.Read(ref late), "{page}", "Pages of escalations that were due more than a minute before they were sent.");
        meter.CreateObservableGauge("opsconsole.escalation.running", () => Volatile.Read(ref running), null, "Escalations kept by this replica that nobody has acknowledged.");
        meter.CreateObservableGauge("opsconsole.escalation.file_bad", () => file.Problems.IsEmpty ? 0 : 1, null, "Whether escalation.yaml can't be read: the last good one is used, if there was one.");
        meter.CreateObservableGauge("opsconsole.escalation.last_turn_timestamp", Turned, "s", "When this replica last looked at all escalations and could do what was due; its start before that, and now where there are no policies.");
    }

    /// <summary>Notices are on record as they are now.</summary>
    /// <param name="notices">The notices.</param>
    public void Recorded(IEnumerable<EscalationNotice> notices)
    {
        foreach (var one in notices)
        {
            Interlocked.Increment(ref pages[(int)one.State]);
            if (one.State is NoticeState.Intended && one.IntendedAt - one.DueAt > InTime)
            {
                Interlocked.Increment(ref late);
            }
        }
    }

    /// <summary>All of them were looked at.</summary>
    /// <param name="at">When.</param>
    /// <param name="unacknowledged">How many of them nobody has.</param>
    public void Looked(DateTimeOffset at, int unacknowledged)
    {
        Volatile.Write(ref running, unacknowledged);
        Interlocked.Exchange(ref turnedAt, at.ToUnixTimeMilliseconds());
    }

    /// <summary>Somebody else looks at them from now on.</summary>
    public void Left() => Volatile.Write(ref running, 0);

    private IEnumerable<Measurement<long>> Pages() => Enum.GetValues<NoticeState>().Select(state => new Measurement<long>(
        Interlocked.Read(ref pages[(int)state]), KeyValuePair.Create<string, object?>("result", state is NoticeState.Intended ? "due" : state.ToString().ToLowerInvariant())));

    // One that never could since its start stands still since then. Without policies nothing is ever due.
    private double Turned() => (file.Current is null ? clock.GetUtcNow().ToUnixTimeMilliseconds() : Interlocked.Read(ref turnedAt)) / 1000.0;
}
