using System.Runtime.CompilerServices;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>
/// Walkthroughs as they change, by whomever and on whichever replica. All who look at one share one reading of it: the database is asked once a change, and once in a
/// while to make sure.
/// </summary>
public sealed class WalkthroughFeed
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(45);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Shared> shared = new(StringComparer.Ordinal);
    private readonly Database database;
    private readonly WalkStore store;
    private readonly TimeProvider clock;

    internal WalkthroughFeed(Database database, WalkStore store, TimeProvider clock) => (this.database, this.store, this.clock) = (database, store, clock);

    /// <summary>How many walkthroughs somebody looks at.</summary>
    internal int Followed
    {
        get
        {
            lock (gate)
            {
                return shared.Count;
            }
        }
    }

    /// <summary>
    /// The walkthrough as it is now, then each newer version that the reader is quick enough to see; the last is never lost. When the store does not answer, the last known
    /// one comes with the reason as its problem.
    /// </summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<Snapshot<Walkthrough>> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var one = Join(id);
        try
        {
            await foreach (var seen in one.Section.WatchAsync(cancellation).ConfigureAwait(false))
            {
                if (seen.Version > 0)
                {
                    yield return seen;
                }
            }
        }
        finally
        {
            Leave(one);
        }
    }

    private Shared Join(string id)
    {
        lock (gate)
        {
            if (!shared.TryGetValue(id, out var one))
            {
                shared[id] = one = new Shared(id, new LiveSection<Walkthrough>($"walkthrough {id}", StaleAfter, clock));
                one.Reading = Task.Run(() => ReadAsync(one));
            }

            one.Readers++;
            return one;
        }
    }

    private void Leave(Shared one)
    {
        lock (gate)
        {
            if (--one.Readers == 0)
            {
                shared.Remove(one.Id);
                one.Ending.Cancel();
            }
        }
    }

    private async Task ReadAsync(Shared one)
    {
        try
        {
            var loop = new CollectorLoop(Period, clock, Rest);
            var news = database.News.FollowAsync(WalkStore.Topic, one.Ending.Token);
            var pen = new SectionPen<Walkthrough>(one.Section, clock);
            await Task.WhenAll(HearAsync(news, one.Id, loop), loop.RunAsync(cancellation => LookAsync(one, pen, cancellation), one.Ending.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (one.Ending.IsCancellationRequested)
        {
            // The last reader left.
        }
    }

    private static async Task HearAsync(IAsyncEnumerable<string> news, string id, CollectorLoop loop)
    {
        await foreach (var said in news.ConfigureAwait(false))
        {
            if (said == id || said == StoreNews.Everything)
            {
                loop.Wake();
            }
        }
    }

    private async Task LookAsync(Shared one, SectionPen<Walkthrough> pen, CancellationToken cancellation)
    {
        try
        {
            if (await store.FindAsync(one.Id, cancellation).ConfigureAwait(false) is { } found)
            {
                pen.Write(found, found.Version != one.Section.Current.Value?.Version);
            }
            else
            {
                pen.Fail("There is no such walkthrough.");
            }
        }
        catch (StorageException e)
        {
            pen.Fail(e.Message);
        }
    }

    private sealed class Shared(string id, LiveSection<Walkthrough> section)
    {
        public string Id => id;

        public LiveSection<Walkthrough> Section => section;

        public CancellationTokenSource Ending { get; } = new();

        public int Readers { get; set; }

        public Task Reading { get; set; } = Task.CompletedTask;
    }
}
