namespace OpsConsole.Core.Tests.RealServers;

/// <summary>Awaits what a real server does in its own time.</summary>
internal static class Eventually
{
    /// <summary>Asks again and again until there is an answer; fails when there is none in time.</summary>
    public static Task<bool> SoAsync(Func<Task<bool?>> ask, TimeSpan within, CancellationToken cancellation) =>
        SoAsync(ask, within, TimeSpan.FromMilliseconds(50), cancellation);

    /// <summary>Asks again and again, so often, until there is an answer; fails when there is none in time.</summary>
    public static async Task<bool> SoAsync(Func<Task<bool?>> ask, TimeSpan within, TimeSpan every, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        for (var begun = clock.GetTimestamp(); ;)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            Assert.True(clock.GetElapsedTime(begun) < within, $"nothing after {within.TotalSeconds:0} s");
            await Task.Delay(every, clock, cancellation);
        }
    }

    /// <summary>Asks again and again until the answer is as it should be, and gives it.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight, CancellationToken cancellation)
        where T : notnull
    {
        T? last = default;
        await SoAsync(async () => isRight(last = await ask()) ? true : null, TimeSpan.FromSeconds(45), cancellation);
        return last!;
    }
}
