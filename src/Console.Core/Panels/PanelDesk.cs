using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Panels;

/// <summary>
/// Reads charts for whoever looks: pages, the HTTP API, files and the collector of the small ones. One request a chart and range goes to the source however many look at it,
/// never more than <see cref="PanelOptions.AtOnce"/> at a time, and one that nobody waits for any more is given up.
/// </summary>
public sealed class PanelDesk : IDisposable
{
    // A point is 24 bytes: 12 MB of them, and the lists around.
    private const long MostPoints = 500_000;

    private static readonly TimeSpan KeepUsually = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KeepRefused = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan KeepSilence = TimeSpan.FromSeconds(5);

    private readonly MetricQueries queries;
    private readonly SharedAnswers<Question, ImmutableArray<Asked<RangeAnswer>>> answers;
    private readonly MetricSources sources;

    /// <summary>Opens it.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="options">How charts are read.</param>
    /// <param name="clock">The time.</param>
    public PanelDesk(MetricSources sources, IOptions<PanelOptions> options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.sources = sources;
        queries = new MetricQueries(sources, clock, options.Value.AtOnce);
        answers = new(clock, MostPoints);
    }

    /// <inheritdoc/>
    public void Dispose() => queries.Dispose();

    /// <summary>Reads a chart. That there is no data is an answer too: <see cref="PanelData.Problem"/> says why.</summary>
    /// <param name="system">Its system.</param>
    /// <param name="panel">The chart.</param>
    /// <param name="range">The evaluations, as <see cref="PanelRange.At"/> gives them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<PanelData> ReadAsync(SystemProfile system, PanelProfile panel, QueryRange range, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(panel);
        var expressions = Expressions(panel);
        var asked = await answers.GetAsync(
            new Question(system.Metrics, PromqlBatch.Text(expressions), range), given => queries.AskTopAsync(system.Metrics, expressions, range, given), KeepOf, cancellation)
            .ConfigureAwait(false);
        var lines = PanelLines.Of(panel, [.. asked.Select(it => it.Answer)]);
        var answered = asked.Select(it => it.Answer).OfType<RangeAnswer>().ToList();
        return new PanelData(system.Id, panel, range.From, range.To, lines, asked.Select(it => it.Problem).FirstOrDefault(it => it is not null) ?? (lines.IsEmpty ? "no series" : null))
        {
            Step = range.Step,
            Series = answered.Sum(answer => answer.Series.Length + answer.LeftOut),
            IsSilent = !asked.IsEmpty && asked.All(it => it.Silent),
            Warnings = [.. answered.SelectMany(answer => answer.Warnings).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Where the source itself draws a chart's expressions; null when it can't.</summary>
    /// <param name="system">Its system.</param>
    /// <param name="panel">The chart.</param>
    /// <param name="range">The range.</param>
    public Uri? SourcePageOf(SystemProfile system, PanelProfile panel, PanelRange range)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(range);
        return sources.Find(system.Metrics)?.GraphOf(Expressions(panel), range.Length, range.To);
    }

    private static ImmutableArray<string> Expressions(PanelProfile panel) => [.. panel.Queries.Select(query => query.Promql)];

    // A range that is over for long is the same tomorrow; but a point of now may be a scrape short.
    private static Keep KeepOf(ImmutableArray<Asked<RangeAnswer>> asked) => new(
        asked.Any(it => it.Silent) ? KeepSilence : asked.Any(it => it.Problem is not null) ? KeepRefused : KeepUsually,
        1 + asked.Sum(it => it.Answer?.Series.Sum(series => series.Points.Length + 20L) ?? 0));

    private readonly record struct Question(string? Source, string Promql, QueryRange Range);
}
