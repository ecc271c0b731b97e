namespace OpsConsole.Incidents;

/// <summary>How a page that was not taken is tried again: pauses that double, with jitter, so that replicas and pages that failed together do not return together.</summary>
/// <param name="Tries">The most tries.</param>
/// <param name="Within">The time from the first try after which no further one begins: whoever is called must be called by another way by then.</param>
internal sealed record ChannelPace(int Tries, TimeSpan Within)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the next try.</summary>
    /// <param name="tries">How many there were.</param>
    /// <param name="elapsed">The time since the first began.</param>
    /// <param name="wish">How long the service asks to be left alone; null when it does not say.</param>
    /// <param name="chance">From 0 up to 1.</param>
    /// <returns>The pause; null when no further try fits. A service that asks for more time than is left is not asked again at all: it would refuse again.</returns>
    public TimeSpan? Next(int tries, TimeSpan elapsed, TimeSpan? wish, double chance)
    {
        var doubled = First * Math.Min(Longest / First, Math.Pow(2, tries - 1)) * ((1 + chance) / 2);
        var pause = wish > doubled ? wish.Value + (First * chance) : doubled;
        return tries < Tries && pause < Within - elapsed ? pause : null;
    }
}
