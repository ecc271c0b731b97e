using System.Text.Json.Serialization;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Alertmanager;

internal sealed record AlertDto(
    LabelSet? Labels, LabelSet? Annotations, string? Fingerprint, DateTimeOffset StartsAt, AlertStatusDto? Status, NamedDto[]? Receivers,
    [property: JsonPropertyName("generatorURL")] string? GeneratorUrl);

internal sealed record AlertStatusDto(string? State, string[]? SilencedBy, string[]? InhibitedBy);

internal sealed record NamedDto(string? Name);

internal sealed record SilenceDto(
    string? Id, SilenceStatusDto? Status, MatcherDto[]? Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? UpdatedAt,
    string? CreatedBy, string? Comment);

internal sealed record SilenceStatusDto(string? State);

/// <summary>A matcher; IsEqual left out means true.</summary>
internal sealed record MatcherDto(string? Name, string? Value, bool IsRegex, bool? IsEqual);

internal sealed record StatusDto(ClusterDto? Cluster, VersionDto? VersionInfo, DateTimeOffset? Uptime);

internal sealed record ClusterDto(string? Status, PeerDto[]? Peers);

internal sealed record PeerDto(string? Name, string? Address);

internal sealed record VersionDto(string? Version);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AlertDto))]
[JsonSerializable(typeof(SilenceDto[]))]
[JsonSerializable(typeof(StatusDto))]
[JsonSerializable(typeof(NamedDto[]))]
internal sealed partial class AlertmanagerJson : JsonSerializerContext;
