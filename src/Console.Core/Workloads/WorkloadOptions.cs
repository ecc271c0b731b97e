using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Workloads;

/// <summary>How often workloads are read.</summary>
public sealed class WorkloadOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Boards:Workloads";

    /// <summary>Time between two readings.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many requests may be under way to all sources together.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;
}
