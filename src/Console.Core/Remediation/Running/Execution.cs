using Microsoft.Extensions.Logging;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>What came of the execution.</summary>
internal abstract record Executed
{
    private Executed()
    {
    }

    /// <summary>The server says that it did it.</summary>
    /// <param name="Says">In its words.</param>
    internal sealed record Done(string Says) : Executed;

    /// <summary>It is certain that nothing was done.</summary>
    /// <param name="End">How the run ends.</param>
    internal sealed record NotDone(RunEnd End) : Executed;

    /// <summary>It was sent, and nobody knows whether it was carried out: only the world can tell.</summary>
    /// <param name="Because">Why not.</param>
    internal sealed record Doubtful(string Because) : Executed;
}

/// <summary>Stage 8: does it. What may have been carried out is never sent again.</summary>
/// <param name="life">The process's life.</param>
/// <param name="within">How long the server has to answer, with all pauses.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class Execution(ReplicaLife life, TimeSpan within, TimeProvider clock, ILogger log)
{
    /// <summary>An intent that is older is not begun: whoever looks after left runs may have begun to look.</summary>
    public static readonly TimeSpan BeginWithin = TimeSpan.FromSeconds(10);

    private const int MostConflicts = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    /// <summary>Does it.</summary>
    /// <param name="remedy">The action.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="order">Who, why and under which id.</param>
    /// <param name="grant">The life under which the intent was committed.</param>
    /// <param name="ending">The console ends, and waits no longer.</param>
    /// <exception cref="OperationCanceledException">The console ends: what became of it is for the next to find out.</exception>
    public async Task<Executed> DoAsync(IRemedy remedy, ActionPlan plan, ActionOrder order, LockGrant grant, CancellationToken ending)
    {
        if (clock.GetUtcNow() - order.IntentAt > BeginWithin || !life.IsSeen(grant))
        {
            return NotBegun($"it was not begun within {BeginWithin.TotalSeconds:0} s of its intent, or this console was cut off from its database: nothing was done");
        }

        using var deadline = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ending);
        var isThrottled = false;
        for (var conflicts = 0; ;)
        {
            try
            {
                return new Executed.Done(await remedy.ExecuteAsync(plan, order, either.Token).ConfigureAwait(false));
            }
            catch (UpstreamException e) when (e is { Fault: UpstreamFault.Conflict, OutcomeIsUnknown: false } && conflicts < MostConflicts - 1)
            {
                // A conflict changed nothing. The action reads the object anew and goes on only when what the plan hangs on is the same.
                conflicts++;
            }
            catch (UpstreamException e) when (IsRateLimit(e) && !isThrottled)
            {
                isThrottled = true;
                if (!await PauseAsync(e.RetryAfter, either.Token).ConfigureAwait(false) && !ending.IsCancellationRequested)
                {
                    return NotBegun($"{Sentence(e)} Nothing was done");
                }
            }
            catch (UpstreamException e)
            {
                return Of(e);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !ending.IsCancellationRequested)
            {
                return new Executed.Doubtful($"no answer within {within.TotalSeconds:0} s");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A defect of ours. Whether it came before or after the request was sent can't be told from here.
                log.Unforeseen(e, order.RunId);
                return new Executed.Doubtful("an error within the console kept it from knowing the answer");
            }

            ending.ThrowIfCancellationRequested();
        }
    }

    private static bool IsRateLimit(UpstreamException e) => e is { Fault: UpstreamFault.Throttled, OutcomeIsUnknown: false, Kubernetes: null or { IsHeldByBudget: false } };

    private static Executed Of(UpstreamException e) => e switch
    {
        { OutcomeIsUnknown: true } => new Executed.Doubtful(e.Message),
        { Fault: UpstreamFault.Refused } => Refused($"the server refused it for want of a right: {e.Message}"),
        { Fault: UpstreamFault.Throttled, Kubernetes.IsHeldByBudget: true } => Refused($"a disruption budget does not allow it: {e.Message}"),
        { Fault: UpstreamFault.Invalid } => Refused($"the server refused it: {e.Message}"),
        { Fault: UpstreamFault.Throttled } => Refused($"the server has too much to do and did not carry it out: {e.Message}"),
        { Fault: UpstreamFault.Conflict } => NotBegun($"the target changed at the very moment: {e.Message}"),
        { Fault: UpstreamFault.Missing or UpstreamFault.Gone } => NotBegun($"the target is gone: {e.Message}"),
        _ => NotBegun($"{Sentence(e)} Nothing was sent"),
    };

    private static string Sentence(UpstreamException e) => $"{e.Message.TrimEnd('.')}.";

    private static Executed.NotDone Refused(string says) =>
        new(new RunEnd(RunState.Failed, ActionOutcome.RefusedByServer, $"Refused: {says}") { Stage = ActionStage.Execution });

    private static Executed.NotDone NotBegun(string says) => new(RunEnd.NotBegun(ActionStage.Execution, $"Not done: {says}"));

    /// <returns>Whether there is time left.</returns>
    private async Task<bool> PauseAsync(TimeSpan? asked, CancellationToken cancellation)
    {
        var pause = asked is { } wanted && wanted > TimeSpan.Zero ? wanted : UsualPause;
        await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }
}
