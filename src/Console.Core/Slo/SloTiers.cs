using System.Collections.Immutable;

namespace OpsConsole.Slo;

/// <summary>Which windows are due: short ones often, long ones rarely, all of them at first.</summary>
/// <param name="options">How often.</param>
internal sealed class SloTiers(SloOptions options)
{
    // A long window that failed is not asked again with every round: it is what costs most.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly ImmutableArray<Tier> tiers =
    [
        new(TimeSpan.FromHours(1), options.ShortEvery), new(TimeSpan.FromHours(6), options.MiddleEvery), new(TimeSpan.MaxValue, options.LongEvery),
    ];

    /// <summary>Makes all windows due.</summary>
    public void Reset()
    {
        foreach (var tier in tiers)
        {
            tier.Next = DateTimeOffset.MinValue;
        }
    }

    /// <summary>The tiers that are due.</summary>
    /// <param name="now">The time.</param>
    public ImmutableArray<Tier> Due(DateTimeOffset now) => [.. tiers.Where(tier => tier.Next <= now)];

    /// <summary>Makes all windows due that were not read in the last half minute: what they tell is not true any more.</summary>
    public void Hurry()
    {
        foreach (var tier in tiers)
        {
            tier.Next = tier.Next < tier.AskedAt + RetryAfter ? tier.Next : tier.AskedAt + RetryAfter;
        }
    }

    /// <summary>How often a window is read.</summary>
    /// <param name="window">The window.</param>
    public TimeSpan Every(TimeSpan window) => tiers.First(tier => window <= tier.Longest).Every;

    /// <summary>Of some windows, those that belong to a tier.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="windows">The windows.</param>
    public ImmutableArray<TimeSpan> Of(Tier tier, IEnumerable<TimeSpan> windows) =>
        [.. windows.Where(window => tiers.First(it => window <= it.Longest) == tier).Distinct().Order()];

    /// <summary>Windows that are read together.</summary>
    /// <param name="longest">The longest of them.</param>
    /// <param name="every">Time between two readings.</param>
    internal sealed class Tier(TimeSpan longest, TimeSpan every)
    {
        public TimeSpan Longest => longest;

        public TimeSpan Every => every;

        public DateTimeOffset Next { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset AskedAt { get; private set; } = DateTimeOffset.MinValue;

        public void Asked(DateTimeOffset at, bool answered) =>
            (AskedAt, Next) = (at, at + (answered || every < RetryAfter ? every : RetryAfter));
    }
}
