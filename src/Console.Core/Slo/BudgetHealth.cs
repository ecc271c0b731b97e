namespace OpsConsole.Slo;

/// <summary>How an error budget is doing. Green is never the default.</summary>
public enum BudgetHealth
{
    /// <summary>More than 50% of the budget is left.</summary>
    Healthy,

    /// <summary>More than 10% is left.</summary>
    Warning,

    /// <summary>Something is left.</summary>
    Critical,

    /// <summary>Nothing is left.</summary>
    Exhausted,

    /// <summary>Nothing happened in the window: the budget is untouched, and that is said.</summary>
    NoTraffic,

    /// <summary>The query failed or the series are absent: unknown.</summary>
    NoData,
}

/// <summary>What can be said of a promise: one of four, and none of them unless it was seen.</summary>
public enum BudgetState
{
    /// <summary>It is kept, and nothing burns faster than it may.</summary>
    Met,

    /// <summary>It burns faster than it may, or the budget is used up.</summary>
    Burning,

    /// <summary>Nothing happened: the budget is untouched.</summary>
    NoTraffic,

    /// <summary>Nobody knows.</summary>
    NoData,
}
