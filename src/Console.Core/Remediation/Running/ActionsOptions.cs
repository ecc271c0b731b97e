using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Remediation;

/// <summary>How long the stages of a guarded action may take: the section <c>Actions</c>.</summary>
public sealed class ActionsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Actions";

    /// <summary>How long an action waits for a second person.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan ApprovalWithin { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an approved action may wait for its target to be free.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan BeginWithin { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the cluster or the Alertmanager has to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ExecuteWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a console that is told to end waits for what is under way.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan EndWithin { get; set; } = TimeSpan.FromSeconds(20);
}
