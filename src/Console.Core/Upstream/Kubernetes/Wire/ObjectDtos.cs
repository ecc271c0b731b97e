using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

// What the console reads of a cluster's objects, and no more: unknown fields are passed over, and every field may be absent, because
// the API leaves out what is zero or empty.

/// <summary>What every object has.</summary>
internal abstract class ObjectDto
{
    public MetadataDto? Metadata { get; set; }

    public ObjectIdentity Id => Metadata?.AsIdentity() ?? new(string.Empty, string.Empty, string.Empty, string.Empty);
}

internal sealed class MetadataDto
{
    public string? Name { get; set; }

    public string? Namespace { get; set; }

    public string? Uid { get; set; }

    public string? ResourceVersion { get; set; }

    public long? Generation { get; set; }

    public DateTimeOffset? CreationTimestamp { get; set; }

    public DateTimeOffset? DeletionTimestamp { get; set; }

    public ImmutableDictionary<string, string>? Labels { get; set; }

    public AnnotationsDto? Annotations { get; set; }

    public List<OwnerDto>? OwnerReferences { get; set; }

    public ObjectIdentity AsIdentity() => new(Namespace ?? string.Empty, Name ?? string.Empty, Uid ?? string.Empty, ResourceVersion ?? string.Empty)
    {
        CreatedAt = CreationTimestamp,
        DeletedAt = DeletionTimestamp,
        Labels = Labels ?? ImmutableDictionary<string, string>.Empty,
        Owner = OwnerReferences?.Find(owner => owner.Controller == true) is { } owner
            ? new(owner.Kind ?? string.Empty, owner.Name ?? string.Empty, owner.Uid ?? string.Empty)
            : null,
    };
}

/// <summary>Annotations can be large: only those that are needed.</summary>
internal sealed class AnnotationsDto
{
    [JsonPropertyName("deployment.kubernetes.io/revision")]
    public string? Revision { get; set; }

    [JsonPropertyName("kubectl.kubernetes.io/restartedAt")]
    public string? RestartedAt { get; set; }
}

internal sealed class OwnerDto
{
    public string? Kind { get; set; }

    public string? Name { get; set; }

    public string? Uid { get; set; }

    public bool? Controller { get; set; }
}

internal sealed class ConditionDto
{
    public string? Type { get; set; }

    public string? Status { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? LastTransitionTime { get; set; }
}

internal sealed class SelectorDto
{
    public ImmutableDictionary<string, string>? MatchLabels { get; set; }

    public List<SelectorTermDto>? MatchExpressions { get; set; }
}

internal sealed class SelectorTermDto
{
    public string? Key { get; set; }

    public string? Operator { get; set; }

    public List<string>? Values { get; set; }
}

/// <summary>A page of a list.</summary>
internal sealed class ListDto<T>
{
    public ListMetadataDto? Metadata { get; set; }

    public List<T>? Items { get; set; }
}

internal sealed class ListMetadataDto
{
    public string? ResourceVersion { get; set; }

    public string? Continue { get; set; }
}

/// <summary>The almost empty object of a BOOKMARK.</summary>
internal sealed class BookmarkDto
{
    public ListMetadataDto? Metadata { get; set; }
}

/// <summary>What the parts that many kinds share become.</summary>
internal static class SharedParts
{
    public static ImmutableArray<Condition> AsConditions(this List<ConditionDto>? conditions) =>
        conditions is null ? [] : [.. conditions.Select(it => new Condition(
            it.Type ?? string.Empty, it.Status ?? "Unknown", Given(it.Reason), Given(it.Message), it.LastTransitionTime))];

    // An absent selector selects nothing, an empty one everything.
    public static LabelSelector AsSelector(this SelectorDto? selector) => selector is null
        ? new(ImmutableDictionary<string, string>.Empty, [new SelectorTerm(string.Empty, "None", [])])
        : new(selector.MatchLabels ?? ImmutableDictionary<string, string>.Empty,
            [.. (selector.MatchExpressions ?? []).Select(term => new SelectorTerm(term.Key ?? string.Empty, term.Operator ?? string.Empty, [.. term.Values ?? []]))]);

    public static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
