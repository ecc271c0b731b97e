using OpsConsole.Live;
using OpsConsole.Remediation;

namespace OpsConsole.Api;

/// <summary>Waits for news of a run, for who follows it by asking.</summary>
/// <param name="desk">The actions.</param>
/// <param name="live">Tells that something happened to one of them.</param>
/// <param name="lifetime">The console's end: nobody may hold it up.</param>
/// <param name="clock">The time.</param>
internal sealed class ActionWait(ActionDesk desk, LiveState live, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Should the board be silent, because the store was away a moment ago: not for longer than this.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    /// <summary>The run once it is over, has more steps than are known, or the time is.</summary>
    /// <param name="id">The run.</param>
    /// <param name="after">How many steps are known; null to wait for its end.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The run; null when there is none.</returns>
    public async Task<ActionRun?> ForAsync(string id, int? after, TimeSpan wait, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            // The version first: what happens while the run is read is not missed.
            var version = live.Actions.Current.Version;
            var run = await desk.FindAsync(id, cancellation);
            var left = wait - clock.GetElapsedTime(begun);
            if (run is null || run.IsOver || run.Steps.Length > after || left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return run;
            }

            await NewsAsync(version, left < LookAgain ? left : LookAgain, cancellation);
        }
    }

    private async Task NewsAsync(long version, TimeSpan atMost, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(atMost, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, lifetime.ApplicationStopping, cancellation);
        try
        {
            await foreach (var board in live.Actions.WatchAsync(ending.Token))
            {
                if (board.Version != version)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over: look once more.
        }
    }
}
