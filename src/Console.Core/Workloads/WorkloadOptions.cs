using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Workloads;

/// <summary>How often workloads are read. What a cluster tells is watched.</summary>
public sealed class WorkloadOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Boards:Workloads";

    /// <summary>Time between two readings of the metrics.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two looks at the certificates' ends.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan CertificatesEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many requests may be under way to all sources together.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;
}
