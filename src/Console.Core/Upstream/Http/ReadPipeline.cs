using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace OpsConsole.Upstream.Http;

/// <summary>How reads are repeated, and when a source is left alone. Writes never pass through here: they are sent once.</summary>
internal static class ReadPipeline
{
    /// <summary>How long a source is left alone once it failed again and again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Failures, within the window and with hardly a success between, from which it is left alone.</summary>
    public const int Failures = 6;

    /// <summary>Two more tries with jitter, an open circuit after repeated failures, and a limit for each try, body included.</summary>
    public static ResiliencePipeline Of(TimeSpan timeout, TimeProvider clock)
    {
        var mayPass = new PredicateBuilder().Handle<UpstreamException>(failure => failure.MayPass);
        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = mayPass,
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                UseJitter = true,
                DelayGenerator = asked => ValueTask.FromResult(Wish(asked.Outcome.Exception)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = mayPass,
                FailureRatio = 0.8,
                MinimumThroughput = Failures,

                // Several attempts that run into the limit must fit, or a source that hangs would never count as failing.
                SamplingDuration = timeout * 3 > TimeSpan.FromSeconds(20) ? timeout * 3 : TimeSpan.FromSeconds(20),
                BreakDuration = Pause,
            })
            .AddTimeout(timeout)
            .Build();
    }

    // The server's own wish goes before our pause, with jitter added; but somebody waits for the answer.
    private static TimeSpan? Wish(Exception? failure) => failure is UpstreamException { RetryAfter: { } wish }
        ? TimeSpan.FromSeconds(Math.Min(wish.TotalSeconds, 5)) * (1 + (Random.Shared.NextDouble() / 4))
        : null;
}
