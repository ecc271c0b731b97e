using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Alerts;

/// <summary>How often alerts and silences are read (the webhook wakes the reading; these are the times without it), and which alerts always fire.</summary>
public sealed class AlertsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Alerts";

    /// <summary>Time between two readings of the Alertmanagers.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:25", ErrorMessage = "must be from 00:00:01 to 00:00:25: alerts are stale after 30 s")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two readings of the rules, which tell pending alerts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "must be from 00:00:01 to 00:05:00")]
    public TimeSpan RulesPoll { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two readings of the silences.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:25", ErrorMessage = "must be from 00:00:01 to 00:00:25: silences are stale after a minute")]
    public TimeSpan SilencesPoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Alerts that always fire: when one is missing, alerts can't be trusted to arrive.</summary>
    public IList<DeadMansSwitchOptions> DeadMansSwitches { get; } = [];
}
