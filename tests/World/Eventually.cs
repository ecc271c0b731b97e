using System.Diagnostics;

namespace OpsConsole.World;

/// <summary>Awaits what real processes do in their own time, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks again and again until the answer is as it should be, and gives it.</summary>
    /// <param name="what">What is awaited, for the words of the failure.</param>
    /// <param name="within">The deadline.</param>
    /// <param name="ask">The question; a refused connection counts as no answer yet.</param>
    /// <param name="isRight">Whether the answer is as it should be.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<T> GetAsync<T>(
        string what, TimeSpan within, Func<Task<T>> ask, Func<T, bool> isRight, CancellationToken cancellation)
    {
        var last = "no answer";
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                var answer = await ask();
                if (isRight(answer))
                {
                    return answer;
                }

                last = $"the last answer was {answer}";
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                last = e.Message;
            }

            if (watch.Elapsed > within)
            {
                throw new TimeoutException($"Not in {within.TotalSeconds:0} s: {what} ({last}).");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Asks again and again until it is so.</summary>
    public static Task SoAsync(string what, TimeSpan within, Func<Task<bool>> ask, CancellationToken cancellation) =>
        GetAsync(what, within, ask, yes => yes, cancellation);
}
