using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>What the alerts of one rule did for a while: whether it is worth its noise.</summary>
public sealed record NoiseRule
{
    /// <summary>Firings of one alert within an hour that make it flap.</summary>
    public const int FlapsAt = 3;

    /// <summary>The share of its firing time from which a rule counts as always silenced.</summary>
    public const double AlwaysSilenced = 0.9;

    /// <summary>The system that claims it; null when none does.</summary>
    public required string? System { get; init; }

    /// <summary>The alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>How bad it was, last.</summary>
    public Severity Severity { get; init; }

    /// <summary>How often it began to fire; each alert of the rule counts by itself.</summary>
    public int Firings { get; init; }

    /// <summary>How many alerts of the rule fired.</summary>
    public int Alerts { get; init; }

    /// <summary>How long the middle one lasted, of those that ended while somebody watched; null when there is none.</summary>
    public TimeSpan? Median { get; init; }

    /// <summary>How long its alerts fired, taken together.</summary>
    public TimeSpan Total { get; init; }

    /// <summary>How long of that they were silenced.</summary>
    public TimeSpan Silenced { get; init; }

    /// <summary>Firings that began at night: as <see cref="Night"/> has it, in UTC.</summary>
    public int AtNight { get; init; }

    /// <summary>The most firings of one of its alerts within an hour.</summary>
    public int MostInAnHour { get; init; }

    /// <summary>When the last one began; null when none did in this time.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>The alert that fired last.</summary>
    public string LastAlert { get; init; } = string.Empty;

    /// <summary>Alerts of it that fire now.</summary>
    public int FiringNow { get; init; }

    /// <summary>Whether a walkthrough, an action or somebody's word was about one of its alerts.</summary>
    public bool IsNamed { get; init; }

    /// <summary>What people said of the incidents that its alerts were part of.</summary>
    public RuleVerdicts Verdicts { get; init; } = RuleVerdicts.None;

    /// <summary>The share of its firing time in which it was silenced.</summary>
    public double SilencedShare => Total > TimeSpan.Zero ? Silenced / Total : 0;

    /// <summary>The share of its firings that began at night; null when there were none.</summary>
    public double? NightShare => Firings > 0 ? (double)AtNight / Firings : null;

    /// <summary>Whether one of its alerts came and went too quickly.</summary>
    public bool IsFlapping => MostInAnHour >= FlapsAt;

    /// <summary>Whether it is as good as switched off.</summary>
    public bool IsAlwaysSilenced => SilencedShare >= AlwaysSilenced;

    /// <summary>Whether nobody ever did anything about it: no action, no walkthrough, no silence, no acknowledgement.</summary>
    public bool IsNeverActedUpon => !IsNamed && Silenced == TimeSpan.Zero;
}

/// <summary>What people said of incidents as they closed them.</summary>
/// <param name="Useful">How many called rightly.</param>
/// <param name="Noise">How many called for nothing.</param>
/// <param name="NeedsRunbook">How many called rightly, and nobody knew what to do.</param>
public sealed record RuleVerdicts(int Useful, int Noise, int NeedsRunbook)
{
    /// <summary>Nobody said anything.</summary>
    public static RuleVerdicts None { get; } = new(0, 0, 0);
}

/// <summary>What all rules did for a while.</summary>
/// <param name="Since">From when on.</param>
/// <param name="Until">Until when.</param>
/// <param name="Rules">Those that fired, the most frequent first.</param>
/// <param name="Read">How many transitions were looked at.</param>
/// <param name="IsCut">Whether there were more, and the oldest are left out.</param>
/// <param name="HeldSince">When the history begins; null when it reaches back far enough, or nothing is in it.</param>
public sealed record NoiseReport(DateTimeOffset Since, DateTimeOffset Until, ImmutableArray<NoiseRule> Rules, int Read, bool IsCut, DateTimeOffset? HeldSince = null);

/// <summary>Knows what people said of the incidents of rules. Whatever keeps incidents registers one; without one nothing is known.</summary>
internal interface IRuleVerdicts
{
    /// <summary>By rule, what was said of the incidents that its alerts were part of.</summary>
    /// <param name="since">Of incidents that began from then on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    Task<IReadOnlyDictionary<NoiseKey, RuleVerdicts>> ReadAsync(DateTimeOffset since, CancellationToken cancellation);
}

/// <summary>Knows alerts that somebody did something about. Whatever lets people act registers one.</summary>
internal interface IActedUpon
{
    /// <summary>The fingerprints of such alerts.</summary>
    /// <param name="since">From when on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    Task<IReadOnlyCollection<string>> AlertsAsync(DateTimeOffset since, CancellationToken cancellation);
}
