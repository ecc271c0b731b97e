using System.Collections.Immutable;
using OpsConsole.Upstream;

namespace OpsConsole.Alerts;

/// <summary>
/// Asks several sources side by side, round after round, and remembers what each said last. One that hangs delays the others for a
/// moment only: its request goes on, and its answer counts in the round after it came.
/// </summary>
/// <typeparam name="T">What the sources tell.</typeparam>
/// <param name="sources">Each source's name and how to ask it.</param>
/// <param name="clock">The time.</param>
internal sealed class SourceRound<T>(IEnumerable<(string Name, Func<CancellationToken, Task<ImmutableArray<T>>> Ask)> sources, TimeProvider clock)
{
    // One that answered last time is waited for; one that did not gets a moment, so that rounds stay short during an outage.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly Asked[] all = [.. sources.Select(source => new Asked(source.Name, source.Ask, clock))];

    /// <summary>One round.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What each source said last, in the order they were given.</returns>
    public async Task<ImmutableArray<SourceReading<T>>> ReadAsync(CancellationToken cancellation)
    {
        var lively = Array.FindAll(all, asked => !asked.Reading.IsSilent);
        Array.ForEach(all, asked => asked.Start(cancellation));
        await WaitAsync(lively, Patience, cancellation).ConfigureAwait(false);
        await WaitAsync(all, lively.Length == 0 ? Patience : Moment, cancellation).ConfigureAwait(false);
        Array.ForEach(all, asked => asked.Harvest(Silence));
        return [.. all.Select(asked => asked.Reading)];
    }

    private async Task WaitAsync(Asked[] some, TimeSpan patience, CancellationToken cancellation)
    {
        var answers = Task.WhenAll(some.Select(asked => asked.Running));
        if (!answers.IsCompleted)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(answers, Task.Delay(patience, clock, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private sealed class Asked(string name, Func<CancellationToken, Task<ImmutableArray<T>>> ask, TimeProvider clock)
    {
        private Task<SourceReading<T>>? running;
        private DateTimeOffset askedAt;

        public SourceReading<T> Reading { get; private set; } = new(name, [], null, null);

        public Task Running => running ?? Task.CompletedTask;

        public void Start(CancellationToken cancellation)
        {
            if (running is { IsCompleted: true })
            {
                Harvest(Timeout.InfiniteTimeSpan);
            }

            if (running is null)
            {
                askedAt = clock.GetUtcNow();
                running = AskAsync(Reading, cancellation);
            }
        }

        public void Harvest(TimeSpan silence)
        {
            if (running is { IsCompleted: true } answered)
            {
                running = null;
                Reading = answered.GetAwaiter().GetResult();
            }
            else if (running is not null && clock.GetUtcNow() - askedAt is var waited && waited >= silence)
            {
                Reading = Reading with { Problem = $"{name} has not answered for {DurationText.Words(waited)}" };
            }
        }

        private async Task<SourceReading<T>> AskAsync(SourceReading<T> before, CancellationToken cancellation)
        {
            try
            {
                var items = await ask(cancellation).ConfigureAwait(false);
                return new SourceReading<T>(name, items, clock.GetUtcNow(), null);
            }
            catch (UpstreamException e)
            {
                return before with { Problem = e.Message };
            }
        }
    }
}
