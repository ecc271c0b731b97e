using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Leadership;

/// <summary>Follows the leader election of all systems: leases are watched, gauges polled, expiry judged by the clock.</summary>
internal sealed class LeaderCollector : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    // Of a candidate that is scraped once a minute a scrape may be missed.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private readonly LiveState live;
    private readonly LeaderOptions options;
    private readonly TimeProvider clock;
    private readonly MetricQueries queries;
    private readonly LeaderDesk desk;
    private readonly LeaseWatches watches;
    private readonly CatalogLoop judging;
    private readonly CatalogLoop polling;
    private readonly CatalogLoop remembering;
    private SystemCatalog? known;

    public LeaderCollector(
        LiveState live, Readings readings, IOptions<LeaderOptions> options, TimeProvider clock, ILogger<LeaderCollector> log)
    {
        (this.live, this.options, this.clock) = (live, options.Value, clock);
        queries = new MetricQueries(readings.Metrics, clock, atOnce: 4);
        desk = new LeaderDesk(live.Leadership, options.Value, clock, log);
        watches = new LeaseWatches(readings.Leases, desk);
        judging = new CatalogLoop(live, options.Value.JudgeEvery, clock);
        polling = new CatalogLoop(live, options.Value.GaugesEvery, clock);
        remembering = new CatalogLoop(live, options.Value.HistoryEvery, clock);
    }

    public override void Dispose()
    {
        queries.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await using (watches.ConfigureAwait(false))
        {
            Task[] loops =
            [
                judging.RunAsync((catalog, _) => JudgeAsync(catalog, stoppingToken), ending.Token),
                polling.RunAsync((_, turn) => ForAllAsync(PollAsync, turn), ending.Token),
                remembering.RunAsync((_, turn) => ForAllAsync(RememberAsync, turn), ending.Token),
                FollowPodsAsync(ending.Token),
            ];

            // One that ends takes the others with it: half a collector would look like a whole one.
            await Task.WhenAny(loops).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
    }

    private async Task JudgeAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        await watches.ThrowIfEndedAsync().ConfigureAwait(false);
        if (ReferenceEquals(catalog, known))
        {
            desk.Rejudge();
            return;
        }

        known = catalog;
        desk.Follow(catalog);
        var pods = live.Pods.Current;
        desk.Tell(_ => true, track => track.Pods(pods.Problem is null ? pods.Value : null));
        await watches.FollowAsync(cancellation).ConfigureAwait(false);
        polling.Wake();
        remembering.Wake();
    }

    private async Task FollowPodsAsync(CancellationToken cancellation)
    {
        await foreach (var seen in live.Pods.WatchAsync(cancellation).ConfigureAwait(false))
        {
            desk.Tell(_ => true, track => track.Pods(seen.Problem is null ? seen.Value : null));
        }
    }

    private Task ForAllAsync(Func<SystemProfile, string, CancellationToken, Task> ask, CancellationToken cancellation) =>
        Task.WhenAll(desk.Followed.Where(it => it.Election.StatusMetric is not null)
            .Select(it => ask(it.Profile, it.Election.StatusMetric!, cancellation)));

    private async Task PollAsync(SystemProfile profile, string metric, CancellationToken cancellation)
    {
        var asked = (await queries.AskAsync(profile.Metrics, [Young(metric)], cancellation).ConfigureAwait(false))[0];
        desk.Tell(track => track.Profile.Id == profile.Id, track =>
        {
            if (asked.Answer is { } answer)
            {
                track.Gauges([.. answer.Samples.Select(sample => (Candidate.Of(sample.Labels), sample.Value))], clock.GetUtcNow());
            }
            else
            {
                track.GaugesBroken(asked.Problem ?? "no answer");
            }
        });
    }

    // After a source was away, the last word of a leader that is gone since would count for five minutes more, beside that of the new one.
    private string Young(string metric)
    {
        var most = options.Scrape * 3 > LongestSilence ? options.Scrape * 3 : LongestSilence;
        return string.Create(CultureInfo.InvariantCulture, $"({metric}) and (timestamp({metric}) > time() - {most.TotalSeconds:0})");
    }

    private async Task RememberAsync(SystemProfile profile, string metric, CancellationToken cancellation)
    {
        // Any target at all tells that the source was at work: then gauges that are absent mean that nobody reported.
        var range = QueryRange.Until(clock.GetUtcNow(), options.History, Step);
        var asked = await queries.AskRangeAsync(profile.Metrics, [metric, "count(up)"], range, cancellation).ConfigureAwait(false);
        if (asked is [{ Answer: { } gauges }, { Answer: { } alive }])
        {
            var terms = LeaderHistory.FromGauges(gauges.Series, alive.Series, range.From, range.To, range.Step);
            desk.Tell(track => track.Profile.Id == profile.Id, track => track.History(terms));
        }
    }

    /// <summary>What leadership is read from.</summary>
    /// <param name="Metrics">The sources of the gauges.</param>
    /// <param name="Leases">The clusters.</param>
    public sealed record Readings(MetricSources Metrics, IEnumerable<ILeaseSource> Leases);
}
