using System.Collections.Immutable;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A question that kubectl would put to a cluster, and that the console can put, too. It reads, and does nothing else.</summary>
internal abstract record KubectlQuestion
{
    /// <summary>The namespace that the line names; null when it names none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether it is asked of all namespaces.</summary>
    public bool InAll { get; init; }

    /// <summary>What the answer's lines go through.</summary>
    public ImmutableArray<PipeStage> Pipes { get; init; } = [];
}

/// <summary><c>kubectl get</c>.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Name">Which one; null for all.</param>
internal sealed record Get(KubectlKind Kind, string? Name) : KubectlQuestion
{
    public string? Selector { get; init; }

    public string? Fields { get; init; }

    public GetForm Form { get; init; }

    /// <summary>The path to sort by; null for the cluster's order.</summary>
    public FieldPath? SortBy { get; init; }

    public bool ShowLabels { get; init; }
}

/// <summary>How <c>kubectl get</c> shows what it got.</summary>
internal enum GetForm
{
    Table,
    Wide,
    Yaml,
    Json,
    Name,
}

/// <summary><c>kubectl describe</c>.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Name">Which one; null for all.</param>
internal sealed record Describe(KubectlKind Kind, string? Name) : KubectlQuestion
{
    public string? Selector { get; init; }
}

/// <summary><c>kubectl logs</c>.</summary>
/// <param name="Kind">A pod, or what has pods.</param>
/// <param name="Name">Which one; null where a selector says it.</param>
internal sealed record Logs(KubectlKind Kind, string? Name) : KubectlQuestion
{
    public string? Selector { get; init; }

    /// <summary>The container; null for the pod's default one.</summary>
    public string? Container { get; init; }

    public bool AllContainers { get; init; }

    /// <summary>How many lines of the end; null: kubectl's default.</summary>
    public int? Tail { get; init; }

    public TimeSpan? Since { get; init; }

    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    public bool Prefix { get; init; }
}

/// <summary><c>kubectl rollout status</c>, without the waiting.</summary>
/// <param name="Kind">A deployment, a stateful set or a daemon set.</param>
/// <param name="Name">Which one.</param>
internal sealed record RolloutStatus(KubectlKind Kind, string Name) : KubectlQuestion;

/// <summary><c>kubectl auth can-i</c>.</summary>
/// <param name="Verb">For example <c>delete</c>.</param>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Resource">For example <c>pods</c>.</param>
internal sealed record CanI(string Verb, string Group, string Resource) : KubectlQuestion
{
    public string? Subresource { get; init; }

    public string? Name { get; init; }

    /// <summary>Whether the resource is in namespaces.</summary>
    public bool IsNamespaced { get; init; } = true;
}

/// <summary><c>kubectl top</c>.</summary>
/// <param name="Kind">Pods or nodes.</param>
/// <param name="Name">Which one; null for all.</param>
internal sealed record Top(KubectlKind Kind, string? Name) : KubectlQuestion
{
    public string? Selector { get; init; }

    /// <summary>Whether the most memory comes first, or the most CPU; null: by name.</summary>
    public bool? ByMemory { get; init; }
}
