namespace OpsConsole;

/// <summary>When people sleep: one night for all that is told apart by day and night.</summary>
public static class Night
{
    /// <summary>The hour it begins at.</summary>
    public const int Begins = 22;

    /// <summary>The hour it is over at.</summary>
    public const int Ends = 7;

    /// <summary>In words: <c>22:00 to 07:00</c>.</summary>
    public static string Words { get; } = $"{Begins:00}:00 to {Ends:00}:00";

    /// <summary>Whether it is night in an hour of the day.</summary>
    /// <param name="hour">The hour, from 0 to 23.</param>
    public static bool IsAt(int hour) => hour is >= Begins or < Ends;
}
