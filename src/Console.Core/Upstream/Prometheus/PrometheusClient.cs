using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Sources;
using OpsConsole.Upstream.Http;
using OpsConsole.Upstream.Json;

namespace OpsConsole.Upstream.Prometheus;

/// <summary>A Prometheus, or another server that speaks its API.</summary>
internal sealed class PrometheusClient(SourceHttp http, TimeProvider clock, ILogger log) : IMetricSource, IRuleSource, ITargetSource
{
    private static readonly TimeSpan FactsLast = TimeSpan.FromMinutes(5);
    private readonly PrometheusJson json = new(UpstreamJson.Options(new StringPool(), new ResultItemConverter()));
    private readonly Remembered<LabelSet> externalLabels = new(FactsLast, clock);
    private readonly Remembered<string> version = new(FactsLast, clock);

    /// <inheritdoc cref="IMetricSource.Name"/>
    public string Name => http.Source.Name;

    public SourceStatus Status => http.Meter.Status;

    /// <inheritdoc/>
    public Task<InstantAnswer> QueryAsync(string promql, CancellationToken cancellation) => QueryAsync(promql, http.Timeout, cancellation);

    /// <inheritdoc/>
    public Task<InstantAnswer> QueryAsync(string promql, TimeSpan limit, CancellationToken cancellation) =>
        PostAsync("api/v1/query", [new("query", promql)], limit, json.EnvelopeQueryData, PrometheusAnswers.Instant, cancellation);

    /// <inheritdoc/>
    public Task<RangeAnswer> QueryRangeAsync(
        string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellation) =>
        QueryRangeAsync(promql, from, to, step, http.Timeout, cancellation);

    /// <inheritdoc/>
    public Task<RangeAnswer> QueryRangeAsync(
        string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, TimeSpan limit, CancellationToken cancellation) =>
        PostAsync("api/v1/query_range", Fields(promql, new(from, to, step)), limit, json.EnvelopeQueryData, PrometheusAnswers.Range, cancellation);

    /// <inheritdoc/>
    public Task<RangeAnswer> QueryTopAsync(string promql, QueryRange range, CancellationToken cancellation) =>
        PostAsync("api/v1/query_range", Fields(promql, range), http.Timeout, json.EnvelopeTopData, PrometheusAnswers.Top, cancellation);

    /// <inheritdoc/>
    public Uri? GraphOf(IReadOnlyList<string> expressions, TimeSpan length, DateTimeOffset? to) => GraphAddress.Of(http.Source.Pages, expressions, length, to);

    /// <inheritdoc/>
    public async Task<ImmutableArray<RuleGroup>> RulesAsync(CancellationToken cancellation)
    {
        var external = await ExternalLabelsOrNoneAsync(cancellation).ConfigureAwait(false);
        return await GetAsync("api/v1/rules", json.EnvelopeRulesData,
            data => (data.Groups ?? []).Select(group => PrometheusAnswers.Group(group, Name, external)).ToImmutableArray(), cancellation)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ScrapeTarget>> TargetsAsync(CancellationToken cancellation)
    {
        await LearnVersionAsync(cancellation).ConfigureAwait(false);
        return await GetAsync("api/v1/targets?state=active", json.EnvelopeTargetsData,
            data => (data.ActiveTargets ?? []).Select(target => PrometheusAnswers.Target(target, Name)).ToImmutableArray(), cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>The labels it adds to each alert it sends: they are in Alertmanager's answers, but not in its own.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<LabelSet> ExternalLabelsAsync(CancellationToken cancellation) => externalLabels.GetAsync(() =>
        GetAsync("api/v1/status/config", json.EnvelopeConfigData, data => ExternalLabels.In(data.Yaml ?? string.Empty, http.Source), cancellation));

    /// <summary>Its version, which its status then shows.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<string> BuildInfoAsync(CancellationToken cancellation)
    {
        var told = await version.GetAsync(() =>
            GetAsync("api/v1/status/buildinfo", json.EnvelopeBuildData, data => data.Version ?? string.Empty, cancellation)).ConfigureAwait(false);
        http.Meter.Learned(told);
        return told;
    }

    private async Task<LabelSet> ExternalLabelsOrNoneAsync(CancellationToken cancellation)
    {
        try
        {
            return await ExternalLabelsAsync(cancellation).ConfigureAwait(false);
        }
        catch (UpstreamException e) when (NotServed(e))
        {
            // Others that speak this API do not serve their configuration; rules and pending alerts are still worth having.
            log.ExternalLabelsUnknown(http.Source, e.Message);
            return externalLabels.Set(LabelSet.Empty);
        }
    }

    private async Task LearnVersionAsync(CancellationToken cancellation)
    {
        try
        {
            await BuildInfoAsync(cancellation).ConfigureAwait(false);
        }
        catch (UpstreamException e) when (NotServed(e))
        {
            version.Set(string.Empty);
        }
    }

    // One refused page of many says nothing of the others; but a server that is down is asked once, not twice.
    private static bool NotServed(UpstreamException e) =>
        e.Fault is UpstreamFault.Missing or UpstreamFault.Refused or UpstreamFault.Unreadable or UpstreamFault.Invalid;

    // By form: an expression may be longer than the longest address a proxy lets through.
    private Task<TAnswer> PostAsync<T, TAnswer>(
        string path, KeyValuePair<string, string>[] form, TimeSpan limit, JsonTypeInfo<Envelope<T>> type, Func<T, ImmutableArray<string>, TAnswer> meaning,
        CancellationToken cancellation)
        where T : class
    {
        // The server gives up shortly before we do, and says so in words.
        var shortest = limit < http.Timeout ? limit : http.Timeout;
        KeyValuePair<string, string>[] fields = [.. form, new("timeout", $"{Math.Max(1, (long)(shortest.TotalMilliseconds * 0.9))}ms")];
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) },
            type, meaning, cancellation);
    }

    private static KeyValuePair<string, string>[] Fields(string promql, QueryRange range) =>
        [new("query", promql), new("start", Seconds(range.From)), new("end", Seconds(range.To)), new("step", Number(range.Step.TotalSeconds))];

    private Task<TAnswer> GetAsync<T, TAnswer>(
        string path, JsonTypeInfo<Envelope<T>> type, Func<T, TAnswer> meaning, CancellationToken cancellation)
        where T : class =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), type, (data, _) => meaning(data), cancellation);

    // What the answer means is worked out inside: an answer that makes no sense is the upstream's failure, not ours.
    private Task<TAnswer> SendAsync<T, TAnswer>(
        Func<HttpRequestMessage> ask, JsonTypeInfo<Envelope<T>> type, Func<T, ImmutableArray<string>, TAnswer> meaning, CancellationToken cancellation)
        where T : class =>
        http.ReadAsync(ask, async (body, attempt) =>
        {
            var envelope = await JsonSerializer.DeserializeAsync(body, type, attempt).ConfigureAwait(false);
            return envelope is { Status: "success", Data: { } data }
                ? meaning(data, [.. envelope.Warnings ?? []])
                : throw new JsonException($"neither success nor data: {envelope?.ErrorType} {envelope?.Error}");
        }, cancellation);

    private static string Seconds(DateTimeOffset at) => Number(at.ToUnixTimeMilliseconds() / 1000.0);

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
