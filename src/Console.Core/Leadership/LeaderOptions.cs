using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Leadership;

/// <summary>How leader election is followed.</summary>
public sealed class LeaderOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Boards:Leadership";

    /// <summary>Time between two readings of the candidates' gauges. The lease itself is watched.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan GaugesEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two looks at the clock: how late an expiry may be seen.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan JudgeEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two readings of the gauges' history.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan HistoryEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far back the history goes.</summary>
    [Range(typeof(TimeSpan), "00:30:00", "2.00:00:00")]
    public TimeSpan History { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Time between two scrapes of the candidates: for so long a deposed leader's gauge may still say that it leads.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Scrape { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long lease and gauges may contradict each other before it is said.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);
}
