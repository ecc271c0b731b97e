using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Panels;

/// <summary>How charts are read.</summary>
public sealed class PanelOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Boards:Panels";

    /// <summary>Time between two readings of one chart; the charts are spread over it.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How far back a chart goes while nobody chose another range.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "7.00:00:00")]
    public TimeSpan Range { get; set; } = TimeSpan.FromHours(3);

    /// <summary>How many requests may be under way to all sources together.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;
}
