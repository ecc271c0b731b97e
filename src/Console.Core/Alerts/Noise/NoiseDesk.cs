using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Answers what is noisy: one pass over the history for all who ask within a minute, and one at a time.</summary>
public sealed class NoiseDesk
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);
    private readonly NoiseStore store;
    private readonly IActedUpon[] acted;
    private readonly TimeProvider clock;
    private readonly IRuleVerdicts? verdicts;
    private readonly Dictionary<int, Task<NoiseReport>> reports = [];
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    internal NoiseDesk(NoiseStore store, IEnumerable<IActedUpon> acted, TimeProvider clock, IRuleVerdicts? verdicts = null) =>
        (this.store, this.acted, this.clock, this.verdicts) = (store, [.. acted], clock, verdicts);

    /// <summary>The periods that can be asked for, in days.</summary>
    public static IReadOnlyList<int> Periods { get; } = [7, 30, 90];

    /// <summary>What the rules did.</summary>
    /// <param name="days">One of <see cref="Periods"/>; another one counts as the next larger.</param>
    /// <param name="cancellation">Ends the wait: the pass itself goes on, others wait for it.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<NoiseReport> ReadAsync(int days, CancellationToken cancellation)
    {
        days = Periods.FirstOrDefault(period => period >= days, Periods[^1]);
        lock (gate)
        {
            if (!reports.TryGetValue(days, out var report) || report.IsFaulted || report.IsCanceled
                || (report.IsCompletedSuccessfully && clock.GetUtcNow() - report.Result.Until >= KeptFor))
            {
                var before = last;
                last = reports[days] = report = Task.Run(() => PassAsync(before, days), CancellationToken.None);
            }

            return report.WaitAsync(cancellation);
        }
    }

    private async Task<NoiseReport> PassAsync(Task before, int days)
    {
        // One at a time, whatever became of the one before.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var now = clock.GetUtcNow();
        var since = now.AddDays(-days);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in acted)
        {
            named.UnionWith(await one.AlertsAsync(since, CancellationToken.None).ConfigureAwait(false));
        }

        var report = await store.ReadAsync(since, now, named, CancellationToken.None).ConfigureAwait(false);
        if (verdicts is null || await verdicts.ReadAsync(since, CancellationToken.None).ConfigureAwait(false) is not { Count: > 0 } said)
        {
            return report;
        }

        return report with { Rules = [.. report.Rules.Select(rule => said.TryGetValue(new NoiseKey(rule.System ?? string.Empty, rule.Name), out var its) ? rule with { Verdicts = its } : rule)] };
    }
}

/// <summary>Brings the noise view into the house.</summary>
public static class NoiseSetup
{
    /// <summary>Adds the <see cref="NoiseDesk"/>. It needs the database and a clock.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddNoise(this IServiceCollection services) => services
        .AddSingleton<NoiseStore>()
        .AddSingleton<IActedUpon, WalkedAlerts>()
        .AddSingleton<IActedUpon, AcknowledgedAlerts>()
        .AddSingleton<IActedUpon, AnsweredAlerts>()
        .AddSingleton(provider => new NoiseDesk(
            provider.GetRequiredService<NoiseStore>(), provider.GetServices<IActedUpon>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<IRuleVerdicts>()));
}
