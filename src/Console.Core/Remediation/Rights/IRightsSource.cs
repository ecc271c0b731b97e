using System.Collections.Immutable;

namespace OpsConsole.Remediation;

/// <summary>A cluster that says what the console's own account may do in it.</summary>
internal interface IRightsSource
{
    /// <summary>The cluster's name in the configuration.</summary>
    string Name { get; }

    /// <summary>Whether the account may do one thing: the authorizer's own word.</summary>
    /// <param name="question">What.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The cluster does not answer.</exception>
    Task<ClusterRight> MayAsync(ClusterRightQuestion question, CancellationToken cancellation);

    /// <summary>All that the account may do in one namespace, as far as the cluster can list it.</summary>
    /// <param name="namespace">The namespace; it need not exist.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The cluster does not answer.</exception>
    Task<GrantedRights> GrantedAsync(string @namespace, CancellationToken cancellation);
}

/// <summary>What a cluster lists of an account's rights in a namespace.</summary>
/// <param name="Rules">The rules that count for it.</param>
/// <param name="Gaps">Why there may be more than is listed; null when that is all. From outside: encode it.</param>
internal sealed record GrantedRights(ImmutableArray<GrantedRule> Rules, string? Gaps);

/// <summary>One rule: every verb of it on every resource of it. A star stands for all.</summary>
/// <param name="Verbs">The verbs.</param>
/// <param name="Groups">The API groups; empty text for the core.</param>
/// <param name="Resources">The resources, with a subresource behind a slash.</param>
/// <param name="Names">Only objects of these names; empty for all.</param>
internal sealed record GrantedRule(ImmutableArray<string> Verbs, ImmutableArray<string> Groups, ImmutableArray<string> Resources, ImmutableArray<string> Names)
{
    /// <summary>Paths beside the resources, such as <c>/metrics</c>; a rule has either.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];
}
