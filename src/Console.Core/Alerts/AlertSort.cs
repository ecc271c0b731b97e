namespace OpsConsole.Alerts;

/// <summary>What comes first on the board.</summary>
public enum AlertSort
{
    /// <summary>What needs a person, the worst of it, the newest of that.</summary>
    Worst,

    /// <summary>What began last.</summary>
    Newest,

    /// <summary>What goes on for the longest time.</summary>
    Oldest,

    /// <summary>By name.</summary>
    Name,

    /// <summary>What somebody has for the longest time: what was forgotten. What nobody has comes last.</summary>
    Acknowledged,
}
