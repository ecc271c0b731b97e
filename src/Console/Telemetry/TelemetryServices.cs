namespace OpsConsole.Telemetry;

/// <summary>The services behind /metrics.</summary>
internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services.AddSingleton<MetricsPage>()
        .AddHostedService<MetricsStart>();

    // Listens from the start, not from the first scrape on: what happened before would be missing.
    private sealed class MetricsStart(MetricsPage page) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(page);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
