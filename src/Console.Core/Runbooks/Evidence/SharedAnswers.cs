using System.Collections.Concurrent;

namespace OpsConsole.Runbooks;

/// <summary>
/// Asks once what many ask at the same time or shortly after: what upstreams are asked must not grow with the people who look. What is asked must end by itself:
/// no single viewer's leaving ends it for the others.
/// </summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="clock">The time.</param>
internal sealed class SharedAnswers<T>(TimeProvider clock)
    where T : class
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Asking> askings = new(StringComparer.Ordinal);

    /// <summary>The answer that is under way or came lately, or one asked for now.</summary>
    /// <param name="key">What is asked; the same for whoever may share the answer.</param>
    /// <param name="ask">Asks; bounded in time by itself.</param>
    public Task<T> GetAsync(string key, Func<Task<T>> ask)
    {
        foreach (var (old, over) in askings.Where(it => !it.Value.IsFresh(clock)))
        {
            askings.TryRemove(KeyValuePair.Create(old, over));
        }

        return askings.GetOrAdd(key, _ => new Asking(ask, clock)).Answer;
    }

    private sealed class Asking
    {
        private readonly Lazy<Task<T>> answer;
        private readonly Lock gate = new();
        private long? came;

        public Asking(Func<Task<T>> ask, TimeProvider clock) => answer = new(async () =>
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            finally
            {
                lock (gate)
                {
                    came = clock.GetTimestamp();
                }
            }
        });

        public Task<T> Answer => answer.Value;

        public bool IsFresh(TimeProvider clock)
        {
            lock (gate)
            {
                return came is not { } at || clock.GetElapsedTime(at) < Lasts;
            }
        }
    }
}
