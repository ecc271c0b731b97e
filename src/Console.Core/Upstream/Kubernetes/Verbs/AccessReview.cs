using System.Text.Json.Nodes;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>May I do this?</summary>
/// <param name="Verb">For example <c>delete</c>, or <c>create</c> for an eviction.</param>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Resource">For example <c>pods</c>.</param>
internal sealed record AccessQuestion(string Verb, string Group, string Resource)
{
    /// <summary>For example <c>scale</c>, <c>eviction</c> or <c>log</c>; null for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>The namespace; null for all of them.</summary>
    public string? Namespace { get; init; }

    /// <summary>One object; null for all of them.</summary>
    public string? Name { get; init; }

    public JsonObject AsReview()
    {
        var attributes = new JsonObject { ["verb"] = Verb, ["resource"] = Resource };
        foreach (var (field, value) in new[] { ("group", Group), ("subresource", Subresource), ("namespace", Namespace), ("name", Name) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                attributes[field] = value;
            }
        }

        return new()
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
        };
    }
}

/// <summary>Whether one may.</summary>
/// <param name="Allowed">Whether it is allowed. What is not allowed is denied, also when nobody says so.</param>
/// <param name="Reason">Why, in the cluster's words; null when it says nothing. From outside: encode it.</param>
internal sealed record AccessAnswer(bool Allowed, string? Reason);

internal sealed class AccessReviewDto
{
    public AccessReviewStatusDto? Status { get; set; }

    public AccessAnswer AsAnswer() => new(
        Status is { Allowed: true, Denied: false }, SharedParts.Given(Status?.Reason) ?? SharedParts.Given(Status?.EvaluationError));
}

internal sealed class AccessReviewStatusDto
{
    public bool Allowed { get; set; }

    public bool Denied { get; set; }

    public string? Reason { get; set; }

    public string? EvaluationError { get; set; }
}
