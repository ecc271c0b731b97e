namespace OpsConsole.Alerts;

/// <summary>An alert that always fires, so that its absence tells that alerts don't arrive.</summary>
public sealed class DeadMansSwitchOptions
{
    /// <summary>What people call it; unique.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The matchers that its alert satisfies, all of them: <c>alertname="Watchdog"</c>.</summary>
    public IList<string> Matchers { get; } = [];

    /// <summary>How long it may be missing.</summary>
    public TimeSpan MissingAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The Alertmanager that must tell it, by its name under Upstreams; none: any of them.</summary>
    public string? Alertmanager { get; set; }
}
