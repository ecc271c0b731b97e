using OpsConsole.Remediation;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Asks a cluster what the console's own account may do.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class ClusterRightsSource(ClusterClient cluster) : IRightsSource
{
    /// <inheritdoc/>
    public string Name => cluster.Name;

    /// <inheritdoc/>
    public async Task<ClusterRight> MayAsync(ClusterRightQuestion question, CancellationToken cancellation)
    {
        var asked = new AccessQuestion(question.Verb, question.Group, question.Resource)
        {
            Subresource = question.Subresource,
            Namespace = question.Namespace,
            Name = question.Name,
        };
        var answer = await cluster.Reads.MayAsync(asked, null, cancellation).ConfigureAwait(false);
        return new(question, answer.Allowed, answer.Reason);
    }

    /// <inheritdoc/>
    public Task<GrantedRights> GrantedAsync(string @namespace, CancellationToken cancellation) => cluster.Reads.GrantedAsync(@namespace, cancellation);
}
