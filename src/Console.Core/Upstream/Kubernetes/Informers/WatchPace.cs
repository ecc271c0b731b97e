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

    /// <summary>A watch that is resumed and says nothing against it for so long is whole again: a forgotten place is told at once.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a line the cluster is asked whether it is well.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a watch goes on without readers: a page that is opened again finds it.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a kind that was not served is asked for.</summary>
    public TimeSpan NotServed { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Five to ten minutes, so that the watches of many consoles do not all end together.</summary>
    public TimeSpan Length() => TimeSpan.FromSeconds(Random.Next(300, 600));

    public Backoff Backoff() => new(FirstPause, LongestPause, Random);
}
