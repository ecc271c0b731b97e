using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Alerts;
using OpsConsole.Silences;
using OpsConsole.Sources;
using OpsConsole.Upstream.Http;
using OpsConsole.Upstream.Json;

namespace OpsConsole.Upstream.Alertmanager;

/// <summary>An Alertmanager, by version 2 of its API: version 1 is gone from current ones.</summary>
internal sealed class AlertmanagerClient(SourceHttp http) : IAlertSource, IAlertmanagerStatusSource, ISilenceSource, ISilenceWriter, IRoutingSource, IAlertSender
{
    private static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(15);
    private readonly AlertmanagerJson json = new(UpstreamJson.Options(new StringPool(StringPool.Large)));

    /// <inheritdoc cref="IAlertSource.Name"/>
    public string Name => http.Source.Name;

    public SourceStatus Status => http.Meter.Status;

    /// <inheritdoc/>
    public Task<ImmutableArray<Alert>> AlertsAsync(CancellationToken cancellation) =>
        http.ReadAsync(Get("api/v2/alerts"),
            async (body, attempt) => await new AlertReader(json, Name).ReadAsync(body, attempt).ConfigureAwait(false), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<Silence>> SilencesAsync(CancellationToken cancellation) =>
        GetAsync("api/v2/silences", json.SilenceDtoArray,
            silences => silences.Select(silence => SilenceAnswers.Of(silence, Name)).ToImmutableArray(), cancellation);

    /// <inheritdoc/>
    public Task<SilenceList> LatestAsync(int mostExpired, CancellationToken cancellation) =>
        http.ReadAsync(Get("api/v2/silences"),
            async (body, attempt) => await new SilenceReader(json, Name, mostExpired).ReadAsync(body, attempt).ConfigureAwait(false), cancellation);

    /// <inheritdoc/>
    public async Task<Silence?> FindAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync(SilencePath(id), json.SilenceDto, silence => SilenceAnswers.Of(silence, Name), cancellation).ConfigureAwait(false);
        }
        catch (UpstreamException e) when (e.Fault is UpstreamFault.Missing)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<string> PutAsync(SilenceDraft draft, CancellationToken cancellation) => SendAsync(
        () => SilenceRequests.Put(draft),
        async (body, attempt) => (await JsonSerializer.DeserializeAsync(body, json.SilenceMadeDto, attempt).ConfigureAwait(false))?.Id is { Length: > 0 } id
            ? id
            : throw new JsonException("no id where that of the silence was due"),
        cancellation);

    /// <inheritdoc/>
    public Task ExpireAsync(string id, CancellationToken cancellation) => SendAsync(
        () => new HttpRequestMessage(HttpMethod.Delete, SilencePath(id)), (_, _) => ValueTask.FromResult(string.Empty), cancellation);

    /// <inheritdoc/>
    public Task SendAsync(AlertPost post, CancellationToken cancellation) => SendAsync(() => AlertRequests.Post(post), (_, _) => ValueTask.FromResult(string.Empty), cancellation);

    /// <inheritdoc/>
    public Task<string> ConfigurationAsync(CancellationToken cancellation) => GetAsync(
        "api/v2/status", json.StatusDto, status => status.Config?.Original ?? throw new JsonException("no configuration where that of the Alertmanager was due"), cancellation);

    /// <inheritdoc/>
    public async Task<AlertmanagerStatus> StatusAsync(CancellationToken cancellation)
    {
        var status = await GetAsync("api/v2/status", json.StatusDto, told => told, cancellation).ConfigureAwait(false);
        var receivers = await GetAsync("api/v2/receivers", json.NamedDtoArray, told => told, cancellation).ConfigureAwait(false);
        var version = status.VersionInfo?.Version ?? string.Empty;
        http.Meter.Learned(version);
        return new(Name, version, status.Cluster?.Status ?? "unknown",
            [.. (status.Cluster?.Peers ?? []).Select(peer => $"{peer.Name} ({peer.Address})")], status.Uptime,
            [.. receivers.Select(receiver => receiver.Name ?? string.Empty)]);
    }

    // What the answer means is worked out inside: an answer that makes no sense is the upstream's failure, not ours.
    private Task<TAnswer> GetAsync<T, TAnswer>(string path, JsonTypeInfo<T> type, Func<T, TAnswer> meaning, CancellationToken cancellation)
        where T : class =>
        http.ReadAsync(Get(path), async (body, attempt) =>
            meaning(await JsonSerializer.DeserializeAsync(body, type, attempt).ConfigureAwait(false) ?? throw new JsonException("null where an answer was due")),
            cancellation);

    // Sent once: where the answer is lost, whoever wants to know must look.
    private async Task<string> SendAsync(
        Func<HttpRequestMessage> make, Func<Stream, CancellationToken, ValueTask<string>> read, CancellationToken cancellation)
    {
        using var request = make();
        try
        {
            return await http.WriteAsync(request, (_, body, attempt) => read(body, attempt), WriteDeadline, cancellation).ConfigureAwait(false);
        }
        catch (UpstreamException e) when (WriteOutcome.IsUnknown(e))
        {
            throw e.WithUnknownOutcome();
        }
    }

    private static string SilencePath(string id) => $"api/v2/silence/{Uri.EscapeDataString(id)}";

    private static Func<HttpRequestMessage> Get(string path) => () => new HttpRequestMessage(HttpMethod.Get, path);
}
