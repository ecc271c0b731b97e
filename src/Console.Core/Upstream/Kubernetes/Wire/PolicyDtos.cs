using System.Text.Json.Serialization;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

internal sealed class DisruptionBudgetDto : ObjectDto
{
    public DisruptionBudgetSpecDto? Spec { get; set; }

    public DisruptionBudgetStatusDto? Status { get; set; }

    public DisruptionBudget AsBudget() => new()
    {
        Id = Id,
        MinAvailable = Spec?.MinAvailable,
        MaxUnavailable = Spec?.MaxUnavailable,
        Selector = (Spec?.Selector).AsSelector(),

        // A new budget has zeros in its status until its controller has looked; evictions are refused meanwhile.
        DisruptionsAllowed = Status is { ObservedGeneration: > 0 and var seen } && seen >= (Metadata?.Generation ?? 0) ? Status.DisruptionsAllowed : null,
        CurrentHealthy = Status?.CurrentHealthy ?? 0,
        DesiredHealthy = Status?.DesiredHealthy ?? 0,
        ExpectedPods = Status?.ExpectedPods ?? 0,
        Conditions = (Status?.Conditions).AsConditions(),
    };
}

internal sealed class DisruptionBudgetSpecDto
{
    [JsonConverter(typeof(NumberOrTextConverter))]
    public string? MinAvailable { get; set; }

    [JsonConverter(typeof(NumberOrTextConverter))]
    public string? MaxUnavailable { get; set; }

    public SelectorDto? Selector { get; set; }
}

internal sealed class DisruptionBudgetStatusDto
{
    public long ObservedGeneration { get; set; }

    public int DisruptionsAllowed { get; set; }

    public int CurrentHealthy { get; set; }

    public int DesiredHealthy { get; set; }

    public int ExpectedPods { get; set; }

    public List<ConditionDto>? Conditions { get; set; }
}
