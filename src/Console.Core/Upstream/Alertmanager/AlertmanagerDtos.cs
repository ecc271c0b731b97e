using System.Text.Json.Serialization;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Alertmanager;

/// <summary>With settable properties: a constructor would cost an array and boxes for each of tens of thousands of alerts.</summary>
internal sealed class AlertDto
{
    public LabelSet? Labels { get; set; }

    public LabelSet? Annotations { get; set; }

    public string? Fingerprint { get; set; }

    public DateTimeOffset StartsAt { get; set; }

    public AlertStatusDto? Status { get; set; }

    public NamedDto[]? Receivers { get; set; }

    public string? GeneratorUrl { get; set; }
}

/// <summary>What holds an alert back.</summary>
internal sealed class AlertStatusDto
{
    public string? State { get; set; }

    public string[]? SilencedBy { get; set; }

    public string[]? InhibitedBy { get; set; }
}

internal sealed record NamedDto(string? Name);

internal sealed record SilenceDto(
    string? Id, SilenceStatusDto? Status, MatcherDto[]? Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? UpdatedAt,
    string? CreatedBy, string? Comment);

internal sealed record SilenceStatusDto(string? State);

/// <summary>What a silence that was put is answered with.</summary>
internal sealed record SilenceMadeDto([property: JsonPropertyName("silenceID")] string? Id);

/// <summary>A matcher; IsEqual left out means true.</summary>
internal sealed record MatcherDto(string? Name, string? Value, bool IsRegex, bool? IsEqual);

internal sealed record StatusDto(ClusterDto? Cluster, VersionDto? VersionInfo, DateTimeOffset? Uptime, ConfigDto? Config);

/// <summary>The configuration it loaded, as YAML.</summary>
internal sealed record ConfigDto(string? Original);

internal sealed record ClusterDto(string? Status, PeerDto[]? Peers);

internal sealed record PeerDto(string? Name, string? Address);

internal sealed record VersionDto(string? Version);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AlertDto))]
[JsonSerializable(typeof(SilenceDto[]))]
[JsonSerializable(typeof(SilenceMadeDto))]
[JsonSerializable(typeof(StatusDto))]
[JsonSerializable(typeof(NamedDto[]))]
internal sealed partial class AlertmanagerJson : JsonSerializerContext;
