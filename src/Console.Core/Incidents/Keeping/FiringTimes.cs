using OpsConsole.Alerts;

namespace OpsConsole.Incidents;

/// <summary>
/// How long alerts fire: by their own begin, or for as long as this process sees them, whichever is longer. So a clock that was set back makes nobody wait, and one that flaps is counted
/// from its first begin.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class FiringTimes(TimeProvider clock)
{
    // What fires again sooner goes on where it was, as in an escalation.
    private static readonly TimeSpan Settle = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Seen> known = new(StringComparer.Ordinal);

    /// <summary>Looks at what fires now.</summary>
    /// <param name="board">The alerts.</param>
    public void See(AlertBoard board)
    {
        var now = clock.GetTimestamp();
        foreach (var (gone, _) in known.Where(one => clock.GetElapsedTime(one.Value.Last, now) >= Settle).ToList())
        {
            known.Remove(gone);
        }

        foreach (var alert in board.Alerts.Where(alert => alert.State is AlertState.Firing))
        {
            known[alert.Fingerprint] = new Seen(known.TryGetValue(alert.Fingerprint, out var was) ? was.First : now, now);
        }
    }

    /// <summary>How long an alert fires.</summary>
    /// <param name="alert">One that fires.</param>
    public TimeSpan Of(Alert alert)
    {
        var own = clock.GetUtcNow() - alert.StartsAt;
        var seen = known.TryGetValue(alert.Fingerprint, out var its) ? clock.GetElapsedTime(its.First) : TimeSpan.Zero;
        return own > seen ? own : seen;
    }

    private readonly record struct Seen(long First, long Last);
}
