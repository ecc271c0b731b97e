using System.Collections.Immutable;
using OpsConsole.Remediation;
using OpsConsole.Systems;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Whose cluster is asked, as whom, and where.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Who">In whose name.</param>
/// <param name="System">The system.</param>
/// <param name="Namespaces">The namespaces that are asked, each of them the system's own; one null for what is in no namespace.</param>
/// <param name="Now">The time.</param>
internal sealed record ClusterScope(IClusterReader Cluster, ActingAs Who, SystemProfile System, ImmutableArray<string?> Namespaces, DateTimeOffset Now)
{
    /// <summary>The one namespace of a question that is not asked of all.</summary>
    public string? Namespace => Namespaces[0];

    /// <summary>The namespaces that a question is asked of: the system's own and no other, as on its pages.</summary>
    /// <param name="question">The question.</param>
    /// <param name="system">The system.</param>
    public static Result<ImmutableArray<string?>> NamespacesOf(KubectlQuestion question, SystemProfile system)
    {
        var inNone = question switch
        {
            Get it => !it.Kind.IsNamespaced,
            Describe it => !it.Kind.IsNamespaced,
            Top it => !it.Kind.IsNamespaced,
            CanI it => !it.IsNamespaced || it.InAll,
            _ => false,
        };
        if (inNone)
        {
            return ImmutableArray.Create((string?)null);
        }

        if (system.Namespaces.IsEmpty)
        {
            return Refusal.Because($"{system.Title} has no namespace in its profile");
        }

        return question.InAll ? system.Namespaces.CastArray<string?>()
            : question.Namespace is null ? ImmutableArray.Create<string?>(system.Namespaces[0])
            : system.Namespaces.Contains(question.Namespace) ? ImmutableArray.Create<string?>(question.Namespace)
            : Refusal.Because($"the namespace {question.Namespace} is none of {system.Title}'s ({string.Join(", ", system.Namespaces)})");
    }
}
