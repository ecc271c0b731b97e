using System.ComponentModel.DataAnnotations;

namespace OpsConsole.Slo;

/// <summary>How often error budgets are read: long windows change slowly and cost most.</summary>
public sealed class SloOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Boards:Slo";

    /// <summary>Time between two readings of the windows up to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan ShortEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two readings of the windows up to 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan MiddleEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time between two readings of all longer windows.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan LongEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many requests may be under way to all sources together.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;
}
