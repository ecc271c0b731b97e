namespace OpsConsole.Alerts;

/// <summary>How bad an alert is. Ordered: the worst first.</summary>
public enum Severity
{
    /// <summary>Class 0: somebody gets up.</summary>
    Critical,

    /// <summary>Class 1.</summary>
    High,

    /// <summary>Class 2.</summary>
    Warning,

    /// <summary>Class 3.</summary>
    Info,

    /// <summary>The alert carries no severity label, or one that nobody knows.</summary>
    Unknown,
}

/// <summary>The words for severities, in labels and on screens.</summary>
public static class SeverityNames
{
    /// <summary>Reads a severity label.</summary>
    /// <param name="label">The label's value; null or unknown words give <see cref="Severity.Unknown"/>.</param>
    public static Severity Parse(string? label) => label switch
    {
        "critical" or "page" => Severity.Critical,
        "high" or "error" => Severity.High,
        "warning" or "warn" => Severity.Warning,
        "info" or "none" => Severity.Info,
        _ => Severity.Unknown,
    };

    /// <summary>The label's value: <c>critical</c>.</summary>
    /// <param name="severity">The severity.</param>
    public static string Label(this Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Warning => "warning",
        Severity.Info => "info",
        _ => "unknown",
    };

    /// <summary>The word on a screen: <c>Critical</c>.</summary>
    /// <param name="severity">The severity.</param>
    public static string Word(this Severity severity) => severity.ToString();
}
