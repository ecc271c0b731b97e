namespace OpsConsole.Sandbox.Kubernetes.Disruptions;

/// <summary>A while during which the API serves nobody.</summary>
internal sealed class Outage(TimeProvider clock)
{
    private long until;

    /// <summary>The refusal while it lasts.</summary>
    public ApiStatus? Refusal => clock.GetUtcNow().UtcTicks < Interlocked.Read(ref until)
        ? new(503, "ServiceUnavailable", "the server is currently unable to handle the request", []) : null;

    public void Begin(TimeSpan length) => Interlocked.Exchange(ref until, (clock.GetUtcNow() + length).UtcTicks);
}
