using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Alertmanager;

/// <summary>
/// Reads the list of alerts while it comes in. Tens of thousands of alerts share few receivers, silences and addresses: each is
/// made once per answer.
/// </summary>
internal sealed class AlertReader(AlertmanagerJson json, string source)
{
    private readonly ImmutableArray<string> origins = [source];
    private readonly Dictionary<string, Uri?> addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> single = new(StringComparer.Ordinal);

    public async Task<ImmutableArray<Alert>> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var alerts = ImmutableArray.CreateBuilder<Alert>();
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        await ExpectListAsync(reader, "alerts", cancellation).ConfigureAwait(false);
        await foreach (var alert in JsonSerializer.DeserializeAsyncEnumerable(reader, json.AlertDto, cancellation).ConfigureAwait(false))
        {
            alerts.Add(Read(alert ?? throw new JsonException("null where an alert was due")));
        }

        return alerts.DrainToImmutable();
    }

    /// <summary>To the serializer null is a list without elements; to a person on call it is not "no alerts".</summary>
    public static async Task ExpectListAsync(PipeReader reader, string what, CancellationToken cancellation)
    {
        var begin = await reader.ReadAsync(cancellation).ConfigureAwait(false);
        var isList = !begin.Buffer.IsEmpty && begin.Buffer.FirstSpan.TrimStart(" \r\n\t"u8) is [(byte)'[', ..];
        reader.AdvanceTo(begin.Buffer.Start);
        if (!isList)
        {
            throw new JsonException($"a list of {what} was due");
        }
    }

    private Alert Read(AlertDto alert)
    {
        var labels = alert.Labels ?? throw new JsonException("an alert without labels");
        return new(alert.Fingerprint ?? Fingerprint.Of(labels), labels, alert.Annotations ?? LabelSet.Empty, State(alert.Status), alert.StartsAt)
        {
            SilencedBy = Names(alert.Status?.SilencedBy),
            InhibitedBy = Names(alert.Status?.InhibitedBy),
            Receivers = Receivers(alert.Receivers),
            Origins = origins,
            GeneratorUrl = Address(alert.GeneratorUrl),
        };
    }

    // "unprocessed" (just arrived) is firing too: not yet routed is not held back.
    private static AlertState State(AlertStatusDto? status) => status?.State != "suppressed" ? AlertState.Firing
        : status.SilencedBy is { Length: > 0 } ? AlertState.Silenced
        : AlertState.Inhibited;

    private ImmutableArray<string> Names(string[]? names) => names switch
    {
        null or [] => [],
        [var only] => Single(only),
        _ => [.. names],
    };

    private ImmutableArray<string> Receivers(NamedDto[]? receivers) => receivers switch
    {
        null or [] => [],
        [var only] => Single(only.Name ?? string.Empty),
        _ => [.. receivers.Select(receiver => receiver.Name ?? string.Empty)],
    };

    private ImmutableArray<string> Single(string name)
    {
        if (!single.TryGetValue(name, out var names))
        {
            single[name] = names = [name];
        }

        return names;
    }

    // Only what a browser may be sent to: a javascript: address here would be an attacker's link on our page.
    private Uri? Address(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!addresses.TryGetValue(text, out var address))
        {
            address = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
            addresses[text] = address;
        }

        return address;
    }
}
