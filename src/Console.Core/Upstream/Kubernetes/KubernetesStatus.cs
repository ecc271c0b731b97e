using System.Collections.Immutable;
using System.Text.Json;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// What a cluster's API says about a request that failed. Decisions hang on <see cref="Reason"/> and <see cref="Causes"/>, never on the message.
/// </summary>
/// <param name="Code">The status code.</param>
/// <param name="Reason">The machine's word, for example <c>Conflict</c>; null when it gives none: some failures have none, nor have answers in plain text.</param>
/// <param name="Message">Its own sentence; from outside: encode it.</param>
public sealed record KubernetesStatus(int Code, string? Reason, string Message)
{
    /// <summary>The details, for example one for each invalid field.</summary>
    public ImmutableArray<KubernetesCause> Causes { get; init; } = [];

    /// <summary>How long it asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The identity of the object it speaks of; null when it names none.</summary>
    public string? Uid { get; init; }

    /// <summary>Whether a PodDisruptionBudget is in the way (429, too, but no rate limit): trying again without <see cref="RetryAfter"/> is of no use.</summary>
    public bool IsHeldByBudget => Has("DisruptionBudget");

    /// <summary>Whether one of the causes has this reason.</summary>
    /// <param name="reason">The cause's reason.</param>
    public bool Has(string reason) => Causes.Any(cause => cause.Reason == reason);

    /// <summary>Reads an answer that need not be a Status: a line of text is one, too, and a Status may lack its kind.</summary>
    internal static KubernetesStatus Of(int code, string body, TimeSpan? retryAfter)
    {
        try
        {
            if (body.AsSpan().TrimStart().StartsWith("{") && JsonSerializer.Deserialize(body, KubernetesJson.Default.StatusDto) is { } status)
            {
                return status.AsStatus(code, retryAfter);
            }
        }
        catch (JsonException)
        {
            // Then it is text that begins like JSON.
        }

        return new(code, null, body.Trim()) { RetryAfter = retryAfter };
    }
}

/// <summary>One detail of a failure.</summary>
/// <param name="Reason">The machine's word, for example <c>FieldValueInvalid</c>.</param>
/// <param name="Message">The sentence to it; from outside: encode it.</param>
/// <param name="Field">The field that it is about; null for none.</param>
public sealed record KubernetesCause(string Reason, string Message, string? Field);
