using System.Collections.Immutable;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>Finds in what a cluster lists the rights that the console does not need. What nobody uses is of use to a thief only.</summary>
/// <param name="needs">What is needed.</param>
/// <param name="names">In whose names the console acts.</param>
internal sealed class ExcessRights(ImmutableArray<NeededRight> needs, ImpersonationOptions names)
{
    private const string All = "*";
    private const string Impersonate = "impersonate";

    private static readonly ImmutableHashSet<string> Reading = ["get", "list", "watch"];

    // What everybody who signs in may.
    private static readonly ImmutableHashSet<string> AskingOfOneself = ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"];

    private readonly ILookup<(string Verb, string Group, string Resource), NeededRight> needed = needs.ToLookup(need => (need.Right.Verb, need.Right.Group, RightWords.Resource(need.Right)));

    /// <summary>What is beyond need, worst first.</summary>
    /// <param name="granted">What each namespace's list says.</param>
    public ImmutableArray<RightFinding> In(IReadOnlyDictionary<string, GrantedRights> granted) =>
        [.. RightWords.Join(granted.SelectMany(space => space.Value.Rules.SelectMany(rule => In(space.Key, rule))).Distinct(), granted.Count)
            .OrderByDescending(finding => finding.IsGrave).ThenBy(finding => finding.Words, StringComparer.Ordinal)];

    private IEnumerable<HeldRight> In(string space, GrantedRule rule)
    {
        if (!rule.Paths.IsEmpty)
        {
            return rule.Paths.Contains(All) ? rule.Verbs.Select(verb => new HeldRight(verb, "every path", null, "no path is needed beyond those of everybody", IsGrave(verb))) : [];
        }

        return from verb in rule.Verbs
               from api in rule.Groups
               from resource in rule.Resources
               from held in Excess(space, verb, api, resource, rule.Names)
               select held;
    }

    private IEnumerable<HeldRight> Excess(string space, string verb, string api, string resource, ImmutableArray<string> objects)
    {
        if (verb == Impersonate && resource is "users" or "groups")
        {
            return objects.IsEmpty
                ? IsAnyoneNeeded(resource) ? [] : [new(verb, $"all {resource}", null, "it could act as anybody: name whom under resourceNames", true)]
                : objects.Where(name => !IsNamed(resource, name)).Select(name => new HeldRight(verb, $"{resource} {name}", null, "no setting names them", true));
        }

        return Fits(space, verb, api, resource, objects) ? [] :
            [new(verb, What(api, resource, objects), space, Because(verb, api, resource), IsGrave(verb) || CanBeSecrets(api, resource))];
    }

    private bool Fits(string space, string verb, string api, string resource, ImmutableArray<string> objects) =>
        (verb == "create" && AskingOfOneself.Contains(resource))
        || (Reading.Contains(verb) && NeededRights.Readable.Contains((api, resource)))
        || needed[(verb, api, resource)].Any(need => (need.Right.Namespace is null || need.Right.Namespace == space)
            && (objects.IsEmpty || need.Right.Name is null || objects.Contains(need.Right.Name)));

    // Who acts by prefix and subject is not known before they sign in, so no rule can name them all.
    private bool IsAnyoneNeeded(string resource) => names.Enabled && resource == "users" && names.Groups.Count > 0;

    private bool IsNamed(string resource, string name) => names.Enabled && !name.StartsWith("system:", StringComparison.OrdinalIgnoreCase)
        && (resource == "groups" ? names.Groups.Values.Contains(name) : IsAnyoneNeeded(resource) || names.Users.Values.Contains(name));

    private static string What(string api, string resource, ImmutableArray<string> objects) =>
        $"{(resource == All ? $"every resource of {(api == All ? "every API group" : api.Length == 0 ? "the core" : api)}" : RightWords.Resource(api == All ? "every group" : api, resource))}"
        + $"{(objects.IsEmpty ? null : $" named {string.Join(", ", objects)}")}";

    private static string Because(string verb, string api, string resource) => CanBeSecrets(api, resource) ? "secrets are among it"
        : Reading.Contains(verb) ? "the console does not look at it" : "nothing that the profiles allow needs it";

    private static bool CanBeSecrets(string api, string resource) => api is "" or All && resource is All or "secrets";

    private static bool IsGrave(string verb) => !Reading.Contains(verb);
}
