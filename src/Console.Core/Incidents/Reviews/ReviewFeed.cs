using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Says when a review, a promise or an incident changed, by whomever and on whichever replica: several who write together see each other's texts.</summary>
public sealed class ReviewFeed
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);
    private readonly Database database;
    private readonly TimeProvider clock;

    internal ReviewFeed(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    /// <summary>Looks at once, again after each change, and once in a while to make sure.</summary>
    /// <param name="incident">The incident whose review is looked at; null: all of them.</param>
    /// <param name="look">Looks once. What it throws ends the following.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FollowAsync(string? incident, Func<CancellationToken, Task> look, CancellationToken cancellation)
    {
        var loop = new CollectorLoop(Period, clock, Rest);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var hearing = HearAsync(database.News.FollowAsync(IncidentStore.Topic, ending.Token), incident, loop);
        try
        {
            await loop.RunAsync(look, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task HearAsync(IAsyncEnumerable<string> news, string? incident, CollectorLoop loop)
    {
        await foreach (var said in news.ConfigureAwait(false))
        {
            if (incident is null || said == incident || said == StoreNews.Everything)
            {
                loop.Wake();
            }
        }
    }
}
