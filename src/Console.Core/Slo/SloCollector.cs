using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>
/// Reads the error budgets of all systems. Objectives that the rules record are read together, whatever their number; each other one
/// costs a request a tier.
/// </summary>
internal sealed class SloCollector : BackgroundService
{
    private readonly LiveState live;
    private readonly TimeProvider clock;
    private readonly CatalogLoop loop;
    private readonly MetricQueries queries;
    private readonly SloTiers tiers;
    private readonly SloReadings readings;
    private readonly PeriodReader periods;
    private readonly SloWake wake;
    private SystemCatalog? known;

    public SloCollector(
        LiveState live, MetricSources sources, IOptions<SloOptions> options, IEnumerable<ILeftOutTimes> leftOut, SloWake wake, TimeProvider clock)
    {
        this.wake = wake;
        (this.live, this.clock) = (live, clock);
        loop = new CatalogLoop(live, options.Value.ShortEvery, clock);
        queries = new MetricQueries(sources, clock, options.Value.AtOnce);
        tiers = new SloTiers(options.Value);
        periods = new PeriodReader(queries, new LeftOutCounting(leftOut, new SpanCounts(queries, clock)), options.Value.LongEvery, clock);
        readings = new SloReadings(tiers, periods);
    }

    public override void Dispose()
    {
        queries.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        wake.Woken += Hurry;
        try
        {
            await loop.RunAsync(RoundAsync, stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            wake.Woken -= Hurry;
        }
    }

    private void Hurry()
    {
        periods.Hurry();
        loop.Wake();
    }

    private async Task RoundAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        if (!ReferenceEquals(catalog, known))
        {
            known = catalog;
            readings.Clear();
            periods.Clear();
            tiers.Reset();
        }

        var objectives = catalog.Systems
            .SelectMany(system => system.Profile.Slos, (system, objective) => new SloWanted(system.Profile, objective)).ToImmutableArray();
        var failures = new List<string?>();
        foreach (var tier in tiers.Due(clock.GetUtcNow()))
        {
            failures.Add(await ReadAsync(tier, objectives, cancellation).ConfigureAwait(false));
        }

        var isNew = await periods.ReadAsync(objectives, cancellation).ConfigureAwait(false);
        if (failures.Count == 0 && !isNew)
        {
            // Nothing was due: what the last round found, or failed to find, still stands.
            return;
        }

        if (failures is [{ } silence, ..] && failures.TrueForAll(failure => failure is not null))
        {
            live.Slo.Failed(silence);
            return;
        }

        var now = clock.GetUtcNow();
        if (objectives.Any(it => readings.IsOutdated(it.Profile.Id, it.Objective, now)))
        {
            // What burns this fast does not wait for the regular reading: meanwhile the page would tell of a budget that is gone.
            tiers.Hurry();
            periods.Hurry();
        }

        live.Slo.Observed(new SloBoard([.. objectives.Select(it => readings.Judge(it.Profile.Id, it.Objective, now))]));
    }

    /// <summary>Reads a tier's windows. Returns a source's words when no source answered at all.</summary>
    private async Task<string?> ReadAsync(SloTiers.Tier tier, ImmutableArray<SloWanted> objectives, CancellationToken cancellation)
    {
        var recorded = objectives.Where(it => it.Objective.Recorded).GroupBy(it => it.Profile.Metrics).Select(group => ReadRecordedAsync(tier, [.. group], cancellation));
        var others = objectives.Where(it => !it.Objective.Recorded).Select(it => ReadOneAsync(tier, it, cancellation));
        var answers = (await Task.WhenAll(recorded.Concat(others)).ConfigureAwait(false)).SelectMany(it => it).ToArray();
        var now = clock.GetUtcNow();
        foreach (var (wanted, answer) in answers)
        {
            readings.Keep(wanted.Profile.Id, wanted.Objective.Name, answer, now);
        }

        tier.Asked(now, answers.All(it => !it.Answer.Silent));
        return answers.Length > 0 && answers.All(it => it.Answer.Silent) ? answers[0].Answer.Problem : null;
    }

    private async Task<IEnumerable<(SloWanted Wanted, WindowAnswer Answer)>> ReadRecordedAsync(
        SloTiers.Tier tier, ImmutableArray<SloWanted> objectives, CancellationToken cancellation)
    {
        var windows = tiers.Of(tier, objectives.SelectMany(it => BudgetMath.WindowsOf(it.Objective)));
        var answers = await queries.AskAsync(objectives[0].Profile.Metrics, SloQueries.OfRecorded(windows), cancellation).ConfigureAwait(false);
        return objectives.SelectMany(it => SloQueries.ReadRecorded(answers, windows, it.Profile.Id, it.Objective), (it, answer) => (it, answer));
    }

    private async Task<IEnumerable<(SloWanted Wanted, WindowAnswer Answer)>> ReadOneAsync(SloTiers.Tier tier, SloWanted wanted, CancellationToken cancellation)
    {
        var windows = tiers.Of(tier, BudgetMath.WindowsOf(wanted.Objective));
        var answers = await queries.AskAsync(wanted.Profile.Metrics, SloQueries.Of(wanted.Profile.Id, wanted.Objective, windows), cancellation).ConfigureAwait(false);
        return SloQueries.Read(answers, windows, wanted.Profile.Id, wanted.Objective).Select(answer => (wanted, answer));
    }
}
