using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Queues;

/// <summary>How often queues are read.</summary>
public sealed class QueueOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Boards:Queues";

    /// <summary>Time between two readings.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two readings of the history.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan HistoryEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far back the history goes, in 180 points.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "2.00:00:00")]
    public TimeSpan History { get; set; } = TimeSpan.FromHours(3);

    /// <summary>How many requests may be under way to all sources together.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;
}
