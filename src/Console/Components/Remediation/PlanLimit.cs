namespace OpsConsole.Components.Remediation;

/// <summary>How long planning may take; it ends as well when the person leaves.</summary>
internal sealed class PlanLimit : IDisposable
{
    /// <summary>While somebody looks on: the clusters' own limits are longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>For a page drawn before scripts run: nobody sees anything meanwhile.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    private readonly TimeSpan longest;
    private readonly CancellationToken left;
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenSource either;

    /// <summary>Begins to count.</summary>
    /// <param name="longest">How long it may take.</param>
    /// <param name="clock">The time.</param>
    /// <param name="left">The person left.</param>
    public PlanLimit(TimeSpan longest, TimeProvider clock, CancellationToken left)
    {
        (this.longest, this.left) = (longest, left);
        over = new CancellationTokenSource(longest, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(left, over.Token);
    }

    /// <summary>Ends the planning.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Whether what was cancelled is told: nobody is told who left.</summary>
    public bool IsTold => !left.IsCancellationRequested;

    /// <summary>What is told.</summary>
    public string Words => $"Planning took longer than {longest.TotalSeconds} s.";

    /// <inheritdoc/>
    public void Dispose()
    {
        either.Dispose();
        over.Dispose();
    }
}
