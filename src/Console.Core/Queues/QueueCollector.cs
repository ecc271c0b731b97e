using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Queues;

/// <summary>Reads the queues of all systems: one request a queue, and rarely one more for its history.</summary>
internal sealed class QueueCollector : BackgroundService
{
    private const int Points = 180;

    private readonly LiveState live;
    private readonly QueueOptions options;
    private readonly TimeProvider clock;
    private readonly CatalogLoop loop;
    private readonly MetricQueries queries;
    private Dictionary<(string System, QueueProfile Profile), QueueMemory> memories = [];

    public QueueCollector(LiveState live, MetricSources sources, IOptions<QueueOptions> options, TimeProvider clock)
    {
        (this.live, this.options, this.clock) = (live, options.Value, clock);
        loop = new CatalogLoop(live, options.Value.Every, clock);
        queries = new MetricQueries(sources, clock, options.Value.AtOnce);
    }

    public override void Dispose()
    {
        queries.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.RunAsync(RoundAsync, stoppingToken);

    private async Task RoundAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        var wanted = catalog.Systems.SelectMany(system => system.Profile.Queues, (system, queue) => (system.Profile, Queue: queue)).ToArray();

        // A queue whose profile changed starts anew: its figures may mean something else.
        memories = wanted.Select(it => (it.Profile.Id, it.Queue)).Distinct()
            .ToDictionary(key => key, key => memories.GetValueOrDefault(key) ?? new QueueMemory());
        var read = await Task.WhenAll(wanted.Select(it => ReadAsync(it.Profile, it.Queue, cancellation))).ConfigureAwait(false);
        if (read is [{ Silent: true, Status.Problem: var words }, ..] && Array.TrueForAll(read, it => it.Silent))
        {
            live.Queues.Failed(words ?? "no answer");
        }
        else
        {
            live.Queues.Observed(new QueueBoard([.. read.Select(it => it.Status)]));
        }
    }

    private async Task<(QueueStatus Status, bool Silent)> ReadAsync(SystemProfile profile, QueueProfile queue, CancellationToken cancellation)
    {
        var memory = memories[(profile.Id, queue)];
        var figures = queries.FiguresAsync(profile.Metrics, QueueQueries.Of(queue), cancellation);
        if (memory.HistoryDue <= clock.GetUtcNow())
        {
            await ReadHistoryAsync(profile.Metrics, queue, memory, cancellation).ConfigureAwait(false);
        }

        var answered = await figures.ConfigureAwait(false);
        return (QueueQueries.Read(profile.Id, queue, answered, memory, clock.GetUtcNow()), answered.All(figure => figure.Silent));
    }

    private async Task ReadHistoryAsync(string? source, QueueProfile queue, QueueMemory memory, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        memory.HistoryDue = now + options.HistoryEvery;
        var range = QueryRange.Until(now, options.History, TimeSpan.FromSeconds(Math.Ceiling(options.History.TotalSeconds / Points)));
        var asked = await queries.AskRangeAsync(source, QueueQueries.HistoryOf(queue), range, cancellation).ConfigureAwait(false);

        // Without an answer the old history stays; what the depth's own reading says of the source is enough.
        if (QueueQueries.ReadHistory(queue, asked, range.Step) is { } history)
        {
            memory.Answered(history, range.To, drains: queue.Capacity is null);
        }
    }
}
