namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Pauses and lengths of watches, all by one clock and one source of chance.</summary>
/// <param name="Clock">The time.</param>
/// <param name="Random">Chance.</param>
internal sealed record WatchPace(TimeProvider Clock, Random Random)
{
    /// <summary>How long nothing may come. Bookmarks come about once a minute.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>A watch that says nothing and ends sooner has failed.</summary>
    public TimeSpan TooShort { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Five to ten minutes, so that the watches of many consoles do not all end together.</summary>
    public TimeSpan Length() => TimeSpan.FromSeconds(Random.Next(300, 600));

    public Backoff Backoff() => new(FirstPause, LongestPause, Random);
}
