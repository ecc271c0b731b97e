using Microsoft.Extensions.Hosting;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Hears what other replicas changed, and ends what ran out of time with no page open.</summary>
internal sealed class SessionUpkeep(Sessions sessions, SessionSurroundings around, Database database) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(HearAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task HearAsync(CancellationToken cancellation)
    {
        try
        {
            var news = database.News.FollowAsync(SessionStore.Topic, cancellation);

            // What was told before anybody listened: an open page asks once more.
            sessions.Hear(Sessions.AnySession);
            await foreach (var id in news)
            {
                sessions.Hear(id);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(Every, around.Clock);
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                try
                {
                    await sessions.SweepAsync(cancellation);
                }
                catch (StorageException e)
                {
                    around.Log.StoreSilent(e);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}
