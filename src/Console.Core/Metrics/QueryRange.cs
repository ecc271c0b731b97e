namespace OpsConsole.Metrics;

/// <summary>The range of a query, on whole steps, so that a chart's points stay where they were when it is asked again.</summary>
/// <param name="From">The first evaluation.</param>
/// <param name="To">The last evaluation.</param>
/// <param name="Step">Time between two.</param>
public readonly record struct QueryRange(DateTimeOffset From, DateTimeOffset To, TimeSpan Step)
{
    /// <summary>The last whole steps before a time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="length">How far back at most.</param>
    /// <param name="step">Time between two evaluations.</param>
    public static QueryRange Until(DateTimeOffset now, TimeSpan length, TimeSpan step)
    {
        var to = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % step.Ticks), TimeSpan.Zero);
        return new(to - (Math.Floor(length / step) * step), to, step);
    }
}
