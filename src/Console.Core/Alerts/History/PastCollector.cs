using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Looks each minute, and soon after an alert did something, what alerts did lately: once for all pages.</summary>
internal sealed class PastCollector(PastReader reader, Database database, AlertPast past, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    // A storm of transitions is one look in so much time.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly CollectorLoop loop = new(Period, clock, Rest);
    private readonly SectionPen<RecentPast> pen = new(past.Section, clock);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var now = await reader.ReadAsync(clock.GetUtcNow(), cancellation).ConfigureAwait(false);
            var was = past.Section.Current.Value;
            var isNew = was is null || !now.IsSame(was);
            pen.Write(isNew ? now : was!, isNew);
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.FollowAsync([database.News.FollowAsync(TransitionStore.Topic, stoppingToken)], LookAsync, stoppingToken);
}
