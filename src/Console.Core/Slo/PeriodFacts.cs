using System.Collections.Immutable;

namespace OpsConsole.Slo;

/// <summary>What changes slowly about an objective's budget, as last read.</summary>
internal sealed record PeriodFacts
{
    /// <summary>Nothing was read yet.</summary>
    public static PeriodFacts None { get; } = new();

    /// <summary>What was counted since the begin of a calendar's period; null before it was read, and for a rolling window.</summary>
    public WindowAnswer? SinceBegin { get; init; }

    /// <summary>The period that this was counted in.</summary>
    public BudgetPeriod? Period { get; init; }

    /// <summary>When it was counted.</summary>
    public DateTimeOffset CountedAt { get; init; }

    /// <summary>What does not count.</summary>
    public ImmutableArray<LeftOutCount> LeftOut { get; init; } = [];

    /// <summary>The oldest data; null when not known.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Why the threshold of a latency objective is none; null when nothing is wrong.</summary>
    public string? WrongThreshold { get; init; }

    /// <summary>Why the times that are to be left out are not known; null when they are.</summary>
    public string? LeftOutProblem { get; init; }
}
