using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Answers how long people took to respond.</summary>
public sealed class ResponseTimesDesk
{
    private readonly IncidentStore store;
    private readonly TimeProvider clock;

    internal ResponseTimesDesk(IncidentStore store, TimeProvider clock) => (this.store, this.clock) = (store, clock);

    /// <summary>The periods that can be asked for, in days.</summary>
    public static IReadOnlyList<int> Periods { get; } = [30, 90];

    /// <summary>The times of the last days.</summary>
    /// <param name="days">One of <see cref="Periods"/>.</param>
    /// <param name="zone">The time zone that says when it is night, by its IANA name: <c>Europe/Paris</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The times; or what is wrong: <c>days</c>, <c>zone</c>.</returns>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<Result<ResponseTimes>> ReadAsync(int days, string zone, CancellationToken cancellation)
    {
        var found = ZoneClock.Find(zone);
        if (!Periods.Contains(days) || !found.IsOk)
        {
            return Problem.All(Problem.When(!Periods.Contains(days), "days", $"must be one of {string.Join(", ", Periods)}")).AddRange(found.Problems);
        }

        var now = clock.GetUtcNow();
        var since = now.AddDays(-days);
        var incidents = await store.OpenedAsync(since, cancellation).ConfigureAwait(false);
        return ResponseTimes.Of(incidents.Select(stored => stored.Incident), since, now, found.Value);
    }
}

/// <summary>Brings the response times into the house.</summary>
internal static class ResponseTimesSetup
{
    public static IServiceCollection AddResponseTimes(this IServiceCollection services) =>
        services.AddSingleton(provider => new ResponseTimesDesk(provider.GetRequiredService<IncidentStore>(), provider.GetRequiredService<TimeProvider>()));
}
