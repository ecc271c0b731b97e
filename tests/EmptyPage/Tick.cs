namespace OpsConsole.EmptyPage;

/// <summary>Changes once a second, for all who look.</summary>
internal sealed class Tick(TimeProvider clock) : BackgroundService
{
    /// <summary>It changed.</summary>
    public event Action? Changed;

    /// <summary>When it last changed.</summary>
    public DateTimeOffset At { get; private set; } = clock.GetUtcNow();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            At = clock.GetUtcNow();
            Changed?.Invoke();
        }
    }
}
