using System.Text.Json.Serialization;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Prometheus;

/// <summary>What every answer of the API is wrapped in.</summary>
/// <typeparam name="T">The content.</typeparam>
internal sealed record Envelope<T>(string? Status, T? Data, string[]? Warnings, string? ErrorType, string? Error)
    where T : class;

internal sealed record QueryData(string? ResultType, List<ResultItem>? Result);

internal sealed record TopData(string? ResultType, TopItems? Result);

internal sealed record RulesData(List<GroupDto>? Groups);

internal sealed record GroupDto(
    string? Name, string? File, double Interval, DateTimeOffset? LastEvaluation, double EvaluationTime, List<RuleDto>? Rules);

internal sealed record RuleDto(
    string? Type, string? Name, string? Query, double Duration, LabelSet? Labels, LabelSet? Annotations, string? Health, string? LastError,
    List<RuleAlertDto>? Alerts);

internal sealed record RuleAlertDto(LabelSet? Labels, LabelSet? Annotations, string? State, DateTimeOffset? ActiveAt, string? Value);

internal sealed record TargetsData(List<TargetDto>? ActiveTargets);

internal sealed record TargetDto(LabelSet? Labels, string? Health, DateTimeOffset? LastScrape, string? LastError);

internal sealed record ConfigData(string? Yaml);

internal sealed record BuildData(string? Version);

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Envelope<QueryData>))]
[JsonSerializable(typeof(Envelope<TopData>))]
[JsonSerializable(typeof(Envelope<RulesData>))]
[JsonSerializable(typeof(Envelope<TargetsData>))]
[JsonSerializable(typeof(Envelope<ConfigData>))]
[JsonSerializable(typeof(Envelope<BuildData>))]
internal sealed partial class PrometheusJson : JsonSerializerContext;
