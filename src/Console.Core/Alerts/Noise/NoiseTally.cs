using System.Collections.Immutable;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>A transition, as the tally needs it.</summary>
/// <param name="Fingerprint">The alert.</param>
/// <param name="At">When, as stored.</param>
/// <param name="From">What it did before; null for nothing.</param>
/// <param name="To">What it does from then on.</param>
/// <param name="IsAway">Whether nobody watched.</param>
internal readonly record struct NoiseStep(string Fingerprint, long At, string? From, string To, bool IsAway);

/// <summary>The rule of an alert.</summary>
internal readonly record struct NoiseKey(string System, string Name);

/// <summary>
/// Adds transitions up, newest first: so each one knows when it ended, and what is too old or too much is simply not read any more.
/// </summary>
/// <param name="since">From when on time counts, as stored.</param>
/// <param name="now">Until when.</param>
internal sealed class NoiseTally(long since, long now)
{
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    private readonly Dictionary<string, OneAlert> alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<NoiseKey, OneRule> rules = [];

    /// <summary>Whether an alert was met; if not, its rule must be told with <see cref="Meet"/> first.</summary>
    public bool Knows(string fingerprint) => alerts.ContainsKey(fingerprint);

    /// <summary>Tells an alert's rule, as it is known last.</summary>
    public void Meet(string fingerprint, NoiseKey key, string severity)
    {
        if (!rules.TryGetValue(key, out var rule))
        {
            rules[key] = rule = new OneRule(key, SeverityNames.Parse(severity));
        }

        alerts[fingerprint] = new OneAlert(rule, now);
    }

    /// <summary>Adds one that is older than all before it of its alert.</summary>
    public void Add(in NoiseStep step)
    {
        var alert = alerts[step.Fingerprint];
        var to = TransitionWords.Read(step.To);
        if (IsFiring(to))
        {
            alert.Fired(to, step.At, alert.Before);
            alert.Rule.IsFiringNow(alert.IsNewest);
            if (!IsFiring(Read(step.From)))
            {
                alert.Began(step.Fingerprint, step.At);
            }
        }
        else
        {
            alert.Ended(step.At, step.IsAway);
        }

        (alert.Before, alert.Was, alert.IsNewest) = (step.At, Read(step.From), false);
    }

    /// <summary>Sums it all up; nothing may be added afterwards.</summary>
    /// <param name="acted">The alerts that somebody did something about.</param>
    public ImmutableArray<NoiseRule> Rules(IReadOnlySet<string> acted)
    {
        foreach (var (fingerprint, alert) in alerts)
        {
            // What it did when the time began.
            if (IsFiring(alert.Was) && alert.Before > since)
            {
                alert.Fired(alert.Was, since, alert.Before);
            }

            alert.Rule.Met(fingerprint, alert, acted.Contains(fingerprint));
        }

        return [.. rules.Values.Where(rule => rule.HasFired).Select(rule => rule.Sum())
            .OrderByDescending(rule => rule.Firings).ThenByDescending(rule => rule.Total).ThenBy(rule => rule.Name, StringComparer.Ordinal).ThenBy(rule => rule.System, StringComparer.Ordinal)];
    }

    /// <summary>Adds an alert that has done the same since before the time that counts.</summary>
    public void AddOngoing(string fingerprint, NoiseKey key, string severity, string state)
    {
        if (!Knows(fingerprint) && IsFiring(TransitionWords.Read(state)))
        {
            Meet(fingerprint, key, severity);
            alerts[fingerprint].Was = TransitionWords.Read(state);
            alerts[fingerprint].Rule.IsFiringNow(true);
        }
    }

    private static AlertState? Read(string? word) => word is null ? null : TransitionWords.Read(word);

    private static bool IsFiring(AlertState? state) => state is not (null or AlertState.Pending);

    private static bool IsNight(long at) => Night.IsAt((int)(at % Day / Hour));

    private sealed class OneAlert(OneRule rule, long now)
    {
        // Beginnings within the hour after the last one that was added: few, or it flaps.
        private readonly List<long> begins = [];
        private long? endedAt;
        private bool isExact;

        public OneRule Rule => rule;

        /// <summary>When what is added next ended.</summary>
        public long Before { get; set; } = now;

        /// <summary>What it did before all that was added.</summary>
        public AlertState? Was { get; set; }

        /// <summary>Whether what is added next is the newest: it goes on.</summary>
        public bool IsNewest { get; set; } = true;

        public bool HasFired { get; private set; }

        public void Ended(long at, bool isAway) => (endedAt, isExact) = (at, !isAway);

        public void Fired(AlertState? state, long from, long to)
        {
            HasFired = true;
            rule.Total += to - from;
            rule.Silenced += state is AlertState.Silenced ? to - from : 0;
        }

        public void Began(string fingerprint, long at)
        {
            begins.RemoveAll(begin => begin - at >= Hour);
            begins.Add(at);
            rule.Began(fingerprint, at, begins.Count, IsNight(at));
            if (endedAt is { } end && isExact)
            {
                rule.Lasted.Add(end - at);
            }

            endedAt = null;
        }
    }

    private sealed class OneRule(NoiseKey key, Severity severity)
    {
        private int firings;
        private int count;
        private int night;
        private int most;
        private int firingNow;
        private long? last;
        private string lastAlert = string.Empty;
        private string anyAlert = string.Empty;
        private bool isNamed;

        public long Total { get; set; }

        public long Silenced { get; set; }

        public List<long> Lasted { get; } = [];

        public bool HasFired => count > 0;

        public void IsFiringNow(bool isSo) => firingNow += isSo ? 1 : 0;

        public void Began(string fingerprint, long at, int inAnHour, bool isNight)
        {
            firings++;
            night += isNight ? 1 : 0;
            most = Math.Max(most, inAnHour);
            if (last is null || at > last)
            {
                (last, lastAlert) = (at, fingerprint);
            }
        }

        public void Met(string fingerprint, OneAlert alert, bool wasActedUpon)
        {
            count += alert.HasFired ? 1 : 0;
            anyAlert = fingerprint;
            isNamed |= wasActedUpon;
        }

        public NoiseRule Sum()
        {
            Lasted.Sort();
            return new NoiseRule
            {
                System = key.System.Length == 0 ? null : key.System,
                Name = key.Name,
                Severity = severity,
                Firings = firings,
                Alerts = count,
                Median = Lasted.Count == 0 ? null : Time((Lasted[(Lasted.Count - 1) / 2] + Lasted[Lasted.Count / 2]) / 2),
                Total = Time(Total),
                Silenced = Time(Silenced),
                AtNight = night,
                MostInAnHour = most,
                Last = last is { } at ? StoredTime.Read(at) : null,
                LastAlert = last is null ? anyAlert : lastAlert,
                FiringNow = firingNow,
                IsNamed = isNamed,
            };
        }

        private static TimeSpan Time(long microseconds) => TimeSpan.FromMicroseconds(microseconds);
    }
}
