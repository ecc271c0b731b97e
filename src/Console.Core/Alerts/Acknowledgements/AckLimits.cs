namespace OpsConsole.Alerts;

/// <summary>How long somebody may have an alert, and how much they may say to it.</summary>
public static class AckLimits
{
    /// <summary>The most characters of a comment.</summary>
    public const int Comment = 500;

    /// <summary>The most alerts at once.</summary>
    public const int Alerts = 1_000;

    /// <summary>How long it lasts when nobody says otherwise.</summary>
    public static TimeSpan Usual { get; } = TimeSpan.FromHours(4);

    /// <summary>The longest.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(24);

    /// <summary>The shortest.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMinutes(5);
}
