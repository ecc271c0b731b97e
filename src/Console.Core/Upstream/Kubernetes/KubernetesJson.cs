using System.Text.Json;
using System.Text.Json.Serialization;
using OpsConsole.Upstream.Json;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>How what a cluster says is read.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListDto<LeaseDto>))]
[JsonSerializable(typeof(ListDto<PodDto>))]
[JsonSerializable(typeof(ListDto<ControllerDto>))]
[JsonSerializable(typeof(ListDto<EventDto>))]
[JsonSerializable(typeof(ListDto<DisruptionBudgetDto>))]
[JsonSerializable(typeof(ListDto<AutoscalerDto>))]
[JsonSerializable(typeof(ListDto<NodeDto>))]
[JsonSerializable(typeof(ListDto<NamespaceDto>))]
[JsonSerializable(typeof(BookmarkDto))]
[JsonSerializable(typeof(StatusDto))]
[JsonSerializable(typeof(VersionDto))]
[JsonSerializable(typeof(ScaleDto))]
[JsonSerializable(typeof(DeletedDto))]
[JsonSerializable(typeof(AccessReviewDto))]
[JsonSerializable(typeof(RulesReviewDto))]
[JsonSerializable(typeof(ResourceListDto))]
internal sealed partial class KubernetesJson : JsonSerializerContext
{
    /// <summary>One for each cluster, so that its words are kept once and go with it.</summary>
    public static KubernetesJson Pooled()
    {
        var pool = new StringPool();
        return new(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            DefaultBufferSize = 64 * 1024,
            Converters = { new PooledStringConverter(pool), new LabelsConverter(pool) },
        });
    }
}

/// <summary>What <c>/version</c> says.</summary>
internal sealed class VersionDto
{
    public string? GitVersion { get; set; }
}
