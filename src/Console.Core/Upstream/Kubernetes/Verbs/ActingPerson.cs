using OpsConsole.Remediation;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>The person in whose name a cluster is asked, as its headers name them.</summary>
internal static class ActingPerson
{
    /// <summary>The person; null for the console's own account. A name that may not be used is never replaced by the console's own: that would be more than the person may.</summary>
    /// <param name="source">The cluster's name.</param>
    /// <param name="who">As whom.</param>
    /// <exception cref="UpstreamException">The name may not be used.</exception>
    public static ActAs? Of(string source, ActingAs who) => who.User is null ? null
        : ActAs.Create(who.User, who.Groups) is { IsOk: true } person ? person.Value
        : throw new UpstreamException(source, UpstreamFault.Refused, $"{source} was not asked: {who.User} is no name that a person may act by");
}
