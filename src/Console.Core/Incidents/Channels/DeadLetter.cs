namespace OpsConsole.Incidents;

/// <summary>A page that a channel did not take, kept until somebody sends it again or puts it aside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Channel">The channel that did not take it.</param>
/// <param name="Page">The page.</param>
public sealed record DeadLetter(string Id, string Channel, Page Page)
{
    /// <summary>When it was first given up.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was last given up.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Tries { get; init; }

    /// <summary>Who sends it again just now; null when nobody does.</summary>
    public string? ClaimedBy { get; init; }
}
