using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OpsConsole.Remediation;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What may I do here? For looking over one's rights; to act by it would be wrong, since it may have gaps.</summary>
internal static class RulesReview
{
    public const string Path = "apis/authorization.k8s.io/v1/selfsubjectrulesreviews";

    public static JsonObject For(string @namespace) => new()
    {
        ["apiVersion"] = "authorization.k8s.io/v1",
        ["kind"] = "SelfSubjectRulesReview",
        ["spec"] = new JsonObject { ["namespace"] = @namespace },
    };
}

internal sealed class RulesReviewDto
{
    public RulesReviewStatusDto? Status { get; set; }

    public GrantedRights? AsGranted() => Status is null ? null : new(
        [.. (Status.ResourceRules ?? []).Select(rule => rule.AsRule()), .. (Status.NonResourceRules ?? []).Select(rule => rule.AsRule())],
        SharedParts.Given(Status.EvaluationError) ?? (Status.Incomplete ? "the cluster says that its list is not whole" : null));
}

internal sealed class RulesReviewStatusDto
{
    public List<RuleDto>? ResourceRules { get; set; }

    public List<RuleDto>? NonResourceRules { get; set; }

    public bool Incomplete { get; set; }

    public string? EvaluationError { get; set; }
}

internal sealed class RuleDto
{
    public List<string>? Verbs { get; set; }

    public List<string>? ApiGroups { get; set; }

    public List<string>? Resources { get; set; }

    public List<string>? ResourceNames { get; set; }

    [System.Text.Json.Serialization.JsonPropertyName("nonResourceURLs")]
    public List<string>? NonResourceUrls { get; set; }

    public GrantedRule AsRule() => new(All(Verbs), All(ApiGroups), All(Resources), All(ResourceNames)) { Paths = All(NonResourceUrls) };

    private static ImmutableArray<string> All(List<string>? texts) => texts is null ? [] : [.. texts];
}
