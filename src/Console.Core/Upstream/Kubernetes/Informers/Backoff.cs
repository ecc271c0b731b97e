namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Ever longer pauses, with jitter: who failed together must not return together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    private int failures;

    public void Reset() => failures = 0;

    public TimeSpan Next() => first * Math.Min(longest / first, Math.Pow(2, failures++)) * ((1 + random.NextDouble()) / 2);
}
