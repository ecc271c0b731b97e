using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Remediation;

/// <summary>
/// Says as whom a cluster is asked when a person acts. Every name comes from the console's own settings and from who the person was found to be; nothing
/// of it from a request.
/// </summary>
/// <param name="options">The configured clusters.</param>
internal sealed class Impersonation(UpstreamsOptions options)
{
    /// <summary>As whom.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="person">Who acts.</param>
    /// <returns>The console's own account where impersonation is off; a problem where the person has no name or group in the cluster that may be used.</returns>
    public Result<ActingAs> For(string cluster, Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (options.Kubernetes.FirstOrDefault(one => one.Name == cluster) is not { } source)
        {
            return new Problem(nameof(cluster), $"{person.Name} can't act on '{cluster}': no such cluster is configured");
        }

        return source.Impersonation.Enabled ? Named(source, person) : ActingAs.Console;
    }

    private static Result<ActingAs> Named(KubernetesSourceOptions source, Person person)
    {
        var settings = source.Impersonation;
        var named = settings.Users.TryGetValue(person.Subject, out var user);
        ImmutableArray<string> groups = [.. person.Groups.Where(settings.Groups.ContainsKey).Select(group => settings.Groups[group]).Distinct(StringComparer.Ordinal)];
        if (groups.IsEmpty && !named)
        {
            return new Problem(nameof(source.Impersonation), NoGroup(source, person));
        }

        // A subject is a name that somebody else gave: it is looked at as a whole, with its prefix, before a cluster hears it.
        var checkedNames = ActAs.Create(named ? user! : settings.UserPrefix + person.Subject, groups);
        return checkedNames.IsOk
            ? new ActingAs(checkedNames.Value.User, checkedNames.Value.Groups)
            : new Problem(nameof(source.Impersonation), $"{person.Name} can't act on cluster {source.Name} by a name of their own: {checkedNames.Problems[0].What}");
    }

    private static string NoGroup(KubernetesSourceOptions source, Person person)
    {
        var has = person.Groups.IsEmpty ? "is in no group" : $"is in {Phrases.List(person.Groups, "and")}";
        var known = source.Impersonation.Groups.Keys.Order(StringComparer.Ordinal).ToList();
        return $"cluster {source.Name} is asked in a person's own name, and {person.Name} has no group there: {person.Name} {has}, and "
            + $"{(known.Count == 0 ? "no group has one" : $"only {Phrases.List(known, "and")} {(known.Count == 1 ? "has" : "have")} one")} (Upstreams:Kubernetes:N:Impersonation:Groups)";
    }
}
