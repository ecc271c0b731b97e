using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Ends test alerts whose time is over, on exactly one replica, also those of before a restart.</summary>
internal sealed class TestAlertKeeper(TestAlertDesk desk, Database database, StoreLock locks, TimeProvider clock, ILogger<TestAlertKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new SoleRunner(locks, "test-alerts", SolePace.Of(database), clock, log).RunAsync(
        (_, ending) => new CollectorLoop(Period, clock).RunAsync(LookAsync, ending), stoppingToken);

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await desk.SweepAsync(cancellation).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // The next round looks again; Alertmanager itself ends them at their time.
        }
    }
}

/// <summary>Brings test alerts into the house.</summary>
public static class TestAlertSetup
{
    /// <summary>Adds the <see cref="TestAlertDesk"/> and what cleans up behind it. It needs the upstreams, the rights, the audit and the database.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddTestAlerts(this IServiceCollection services)
    {
        // Those that go on have no end, and are kept.
        services.AddSingleton(new RetainedTable("TestAlerts", "test_alerts", "ended_at", TimeSpan.FromDays(30)));
        return services
            .AddSingleton<TestAlertStore>()
            .AddSingleton(provider => new TestAlertDesk(
                provider.GetRequiredService<TestAlertStore>(), provider.GetRequiredService<IEnumerable<IAlertSender>>(),
                new TestAlertDesk.Surroundings(
                    provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IAccessRules>(), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<Database>())))
            .AddHostedService<TestAlertKeeper>();
    }
}
