using System.Collections.Immutable;

namespace OpsConsole.Slo;

/// <summary>What was counted over one window, in the objective's unit.</summary>
/// <param name="Window">The window.</param>
/// <param name="Bad">Bad events; null for no data.</param>
/// <param name="Total">All events; null for no data, 0 (or NaN, which is 0/0) for no traffic.</param>
public readonly record struct WindowReading(TimeSpan Window, double? Bad, double? Total)
{
    /// <summary>A reading that was taken as good events of all.</summary>
    /// <param name="window">The window.</param>
    /// <param name="good">Good events; null for no data.</param>
    /// <param name="total">All events; null for no data.</param>
    public static WindowReading OfGood(TimeSpan window, double? good, double? total) => new(window, total - good, total);

    /// <summary>Whether nothing happened: 0/0 is NaN in PromQL, which says that nothing happened and not that everything failed.</summary>
    public bool IsNoTraffic => Total is <= 0 or double.NaN;

    /// <summary>The two counts; null for no data. increase() and rate() extrapolate each counter by itself: slightly below none and above all do occur.</summary>
    public BudgetCounts? Counts => IsNoTraffic ? new BudgetCounts(0, 0)
        : Bad is { } bad && Total is { } total && double.IsFinite(bad) && double.IsFinite(total) ? new BudgetCounts(Math.Clamp(bad, 0, total), total)
        : null;

    /// <summary>What is odd about them beyond what extrapolation explains; null when nothing is.</summary>
    public string? Oddity => (Bad, Total) switch
    {
        ({ } bad, > 0 and var total) when double.IsFinite(bad) && bad > total * 1.001 =>
            FormattableString.Invariant($"there are more bad events than events in all ({bad:0.#} of {total:0.#}): the two expressions do not count the same thing; all count as bad"),
        ({ } bad, > 0 and var total) when double.IsFinite(bad) && bad < total * -0.001 =>
            FormattableString.Invariant($"there are more good events than events in all (by {-bad:0.#} of {total:0.#}): the two expressions do not count the same thing; none counts as bad"),
        ( > 0, <= 0) => "there are bad events but no events in all: the two expressions do not count the same thing; it counts as no traffic",
        _ => null,
    };
}

/// <summary>All that a budget is judged by.</summary>
public sealed record BudgetReadings
{
    /// <summary>The time of the judgement.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The period that is judged.</summary>
    public required BudgetPeriod Period { get; init; }

    /// <summary>What was counted, by window; a window that is missing is no data. For a rolling objective its own window is among them.</summary>
    public ImmutableArray<WindowReading> Windows { get; init; } = [];

    /// <summary>What was counted since the begin of a calendar's period; null for no data, or for a rolling window.</summary>
    public WindowReading? SinceBegin { get; init; }

    /// <summary>The oldest data; null when that is not known.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>What is to be left out of the whole.</summary>
    public ImmutableArray<LeftOutCount> LeftOut { get; init; } = [];

    /// <summary>What else is to be said of the figures, each in a sentence.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Why there is no data, where the reader knows.</summary>
    public string? Problem { get; init; }
}
