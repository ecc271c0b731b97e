using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Audit;

/// <summary>One verification of the record, under way or done.</summary>
/// <param name="By">Who asked for it, to show.</param>
/// <param name="Begun">When.</param>
internal sealed record VerificationRun(string By, DateTimeOffset Begun)
{
    /// <summary>How far it is; null before the first word of it.</summary>
    public AuditProgress? Progress { get; init; }

    /// <summary>What it found; null while it runs, and when it could not.</summary>
    public AuditVerdict? Verdict { get; init; }

    /// <summary>Why it could not be done; null when it could.</summary>
    public string? Failure { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }
}

/// <summary>The verification that people on this replica see: one at a time, for everybody who looks.</summary>
/// <param name="verifier">Verifies.</param>
/// <param name="rules">Who may.</param>
/// <param name="host">Ends it when the console stops.</param>
/// <param name="clock">The time.</param>
/// <param name="log">The log.</param>
internal sealed class Verification(
    AuditVerifier verifier, IAccessRules rules, IHostApplicationLifetime host, TimeProvider clock, ILogger<Verification> log)
{
    private int running;

    /// <summary>The run that is under way, or the last one; no value before the first.</summary>
    public LiveSection<VerificationRun> Section { get; } = new("verification", TimeSpan.MaxValue, clock);

    /// <summary>Begins one, unless one runs already. It goes on when the page that asked for it is left.</summary>
    /// <param name="person">Who asks.</param>
    /// <returns>Whether they may.</returns>
    public Decision Begin(Person person)
    {
        var decision = rules.Decide(person, Actions.VerifyAudit);
        if (decision.IsAllowed && Interlocked.CompareExchange(ref running, 1, 0) == 0)
        {
            _ = RunAsync(person);
        }

        return decision;
    }

    private async Task RunAsync(Person person)
    {
        var run = new VerificationRun(person.Name, clock.GetUtcNow());
        Section.Observed(run);
        try
        {
            var progress = new Told(done => Section.Observed(run with { Progress = done }));
            var verdict = await Task.Run(() => verifier.VerifyAsync([], person, progress, host.ApplicationStopping));
            run = verdict.IsOk ? run with { Verdict = verdict.Value } : run with { Failure = verdict.Explanation };
        }
        catch (StorageException e)
        {
            run = run with { Failure = e.Message };
        }
        catch (OperationCanceledException)
        {
            run = run with { Failure = "The console stopped meanwhile." };
        }
        catch (Exception e)
        {
            log.VerificationBroke(e);
            run = run with { Failure = "The console met something it did not expect; its log says what." };
        }

        Section.Observed(run with { Ended = clock.GetUtcNow() });
        Volatile.Write(ref running, 0);
    }

    // In the verifier's own turn, one after the other: the framework's Progress would tell on any thread, in any order.
    private sealed class Told(Action<AuditProgress> tell) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => tell(value);
    }
}

/// <summary>What the log says of the audit page: 7120 to 7129.</summary>
internal static partial class AuditPageLog
{
    [LoggerMessage(7120, LogLevel.Error, "The verification of the record broke")]
    public static partial void VerificationBroke(this ILogger log, Exception cause);
}
