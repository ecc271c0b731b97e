using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpsConsole.Upstream;

namespace OpsConsole.Metrics;

/// <summary>
/// Asks the metric sources many small questions, a few at a time, and turns their failures into words. Questions that belong together
/// travel in one request; when a source refuses such a request they are asked one by one, so that each keeps its own error.
/// </summary>
/// <param name="sources">The sources.</param>
/// <param name="clock">The time.</param>
/// <param name="atOnce">How many requests may be under way.</param>
internal sealed class MetricQueries(MetricSources sources, TimeProvider clock, int atOnce) : IDisposable
{
    // A refusal may come from the data of the moment (many-to-many matching), so the batch gets another chance.
    private static readonly TimeSpan AskApartFor = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim slots = new(atOnce);
    private readonly ConcurrentDictionary<string, DateTimeOffset> apartUntil = new(StringComparer.Ordinal);

    /// <summary>Asks for the figures of several expressions, in their order.</summary>
    /// <param name="source">The source that the profile names; null for the first.</param>
    /// <param name="expressions">The expressions.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ImmutableArray<Figure>> FiguresAsync(string? source, ImmutableArray<string> expressions, CancellationToken cancellation) =>
        [.. (await AskAsync(source, expressions, cancellation).ConfigureAwait(false)).Select(Figure.Of)];

    /// <summary>Asks several expressions now; the answers come in their order.</summary>
    /// <param name="source">The source that the profile names; null for the first.</param>
    /// <param name="expressions">The expressions.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ImmutableArray<Asked<InstantAnswer>>> AskAsync(string? source, ImmutableArray<string> expressions, CancellationToken cancellation) =>
        TogetherAsync(source, expressions, (from, promql) => from.QueryAsync(promql, cancellation), PromqlBatch.Split, cancellation);

    /// <summary>Asks several expressions over a range; the answers come in their order.</summary>
    /// <param name="source">The source that the profile names; null for the first.</param>
    /// <param name="expressions">The expressions.</param>
    /// <param name="range">The range.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ImmutableArray<Asked<RangeAnswer>>> AskRangeAsync(
        string? source, ImmutableArray<string> expressions, QueryRange range, CancellationToken cancellation) => TogetherAsync(
            source, expressions, (from, promql) => from.QueryRangeAsync(promql, range.From, range.To, range.Step, cancellation),
            PromqlBatch.Split, cancellation);

    /// <summary>Asks several expressions over a range, and keeps of each the series with the largest last values; the answers come in their order.</summary>
    /// <param name="source">The source that the profile names; null for the first.</param>
    /// <param name="expressions">The expressions.</param>
    /// <param name="range">The range.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ImmutableArray<Asked<RangeAnswer>>> AskTopAsync(
        string? source, ImmutableArray<string> expressions, QueryRange range, CancellationToken cancellation) =>
        TogetherAsync(source, expressions, (from, promql) => from.QueryTopAsync(promql, range, cancellation), PromqlBatch.Split, cancellation);

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    private async Task<ImmutableArray<Asked<T>>> TogetherAsync<T>(
        string? source, ImmutableArray<string> expressions, Func<IMetricSource, string, Task<T>> ask,
        Func<T, int, ImmutableArray<T>> split, CancellationToken cancellation)
        where T : class
    {
        if (expressions.IsEmpty)
        {
            return [];
        }

        if (sources.Find(source) is not { } from)
        {
            return [.. expressions.Select(_ => new Asked<T>(null, NoSuchSource(source), false))];
        }

        var whole = PromqlBatch.Text(expressions);
        if (!AskApart(whole))
        {
            var asked = await AskOneAsync(from, whole, ask, cancellation).ConfigureAwait(false);
            if (asked.Answer is { } answer)
            {
                return [.. split(answer, expressions.Length).Select(part => new Asked<T>(part, null, false))];
            }

            if (asked.Silent || expressions.Length == 1)
            {
                return [.. expressions.Select(_ => asked)];
            }

            apartUntil[whole] = clock.GetUtcNow() + AskApartFor;
        }

        return [.. await Task.WhenAll(expressions.Select(one => AskOneAsync(from, one, ask, cancellation))).ConfigureAwait(false)];
    }

    private bool AskApart(string whole)
    {
        if (!apartUntil.TryGetValue(whole, out var until))
        {
            return false;
        }

        // Removed rather than kept: the text of a profile that was corrected never comes again.
        return clock.GetUtcNow() < until || !apartUntil.TryRemove(whole, out _);
    }

    private async Task<Asked<T>> AskOneAsync<T>(
        IMetricSource from, string promql, Func<IMetricSource, string, Task<T>> ask, CancellationToken cancellation)
        where T : class
    {
        await slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return new Asked<T>(await ask(from, promql).ConfigureAwait(false), null, false);
        }
        catch (UpstreamException e)
        {
            return new Asked<T>(null, e.Message, e.Fault is not UpstreamFault.Invalid);
        }
        finally
        {
            slots.Release();
        }
    }

    private string NoSuchSource(string? source) => (source, sources.All) switch
    {
        (_, []) => "no metric source is configured",
        _ => $"no metric source is named '{source}'; configured: {string.Join(", ", sources.All.Select(it => it.Name))}",
    };
}
