using System.Collections.Immutable;

namespace OpsConsole.Remediation;

/// <summary>A right as it is held or missing in one namespace, before those that differ in the verb or the namespace alone are told together.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="What">The resource, for people.</param>
/// <param name="Namespace">The namespace; null where none matters.</param>
/// <param name="Because">Why it is told.</param>
/// <param name="IsGrave">Whether it can do harm.</param>
internal sealed record HeldRight(string Verb, string What, string? Namespace, string Because, bool IsGrave);

/// <summary>Rights in words: <c>list, watch pods in fleet, pay</c>.</summary>
internal static class RightWords
{
    private const int MostNamespaces = 6;

    /// <summary>A resource with its subresource, as rules write it.</summary>
    /// <param name="right">The right.</param>
    public static string Resource(ClusterRightQuestion right) => right.Subresource is null ? right.Resource : $"{right.Resource}/{right.Subresource}";

    /// <summary>A resource for people: the API group only where several have one of that name is not worth a line, so it stands where it is not one of the usual.</summary>
    /// <param name="api">The API group; empty for the core.</param>
    /// <param name="resource">The resource.</param>
    public static string Resource(string api, string resource) => api is "" or "apps" or "coordination.k8s.io" or "policy" or "autoscaling" ? resource : $"{resource} of {api}";

    /// <summary>One finding for what differs in verb, namespace and reason alone.</summary>
    /// <param name="rights">The rights.</param>
    /// <param name="spaces">In how many namespaces was looked: what is held in all of them is told so.</param>
    public static IEnumerable<RightFinding> Join(IEnumerable<HeldRight> rights, int spaces)
    {
        var byPlace = rights.GroupBy(right => (right.What, right.Namespace)).Select(same => new
        {
            same.Key.What,
            same.Key.Namespace,
            Verbs = string.Join(", ", same.Select(right => right.Verb == "*" ? "every verb on" : right.Verb).Distinct().Order(StringComparer.Ordinal)),
            Because = string.Join(", ", same.Select(right => right.Because).Distinct()),
            IsGrave = same.Any(right => right.IsGrave),
        });
        return byPlace.GroupBy(right => (right.What, right.Verbs)).Select(same => new RightFinding(
            $"{same.Key.Verbs} {same.Key.What}{In([.. same.Select(right => right.Namespace).OfType<string>().Distinct().Order(StringComparer.Ordinal)], spaces)}",
            string.Join(", ", same.Select(right => right.Because).Distinct()),
            same.Any(right => right.IsGrave)));
    }

    private static string In(ImmutableArray<string> names, int spaces) => names switch
    {
        [] => string.Empty,
        _ when names.Length > 1 && names.Length == spaces => " in every namespace asked about",
        _ when names.Length > MostNamespaces => $" in {string.Join(", ", names.Take(MostNamespaces))} and {names.Length - MostNamespaces} more",
        _ => $" in {string.Join(", ", names)}",
    };
}
