using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Discovery;

/// <summary>What the API says it serves, in the old form (a document for each group and version) and the new one (one for all).</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] ReadVerbs = ["get", "list", "watch"];

    private static readonly Review[] Reviews =
    [
        new("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        new("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        new("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
        new("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
    ];

    // Groups come in the order in which the real server tells them.
    private static readonly string[] Groups = ["apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "policy", "coordination.k8s.io"];

    public static bool IsReview(string group, string version, string resource) => version == "v1" && Reviews.Any(r => r.Group == group && r.Plural == resource);

    public static bool HasGroup(string group) => group.Length == 0 || Groups.Contains(group);

    public static bool HasVersion(string group, string version) => Versions(group).Contains(version);

    public static JsonObject Core() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    };

    public static JsonObject GroupList() => new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups.Select(g => (JsonNode)Entry(g))]) };

    public static JsonObject Group(string group)
    {
        var it = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (name, value) in Entry(group)) it[name] = value?.DeepClone();
        return it;
    }

    /// <summary>The resources of one group and version.</summary>
    public static JsonObject Resources(string group, string version)
    {
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0) list["apiVersion"] = "v1";
        list["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}";
        var resources = new JsonArray();
        foreach (var kind in KindsOf(group, version))
        {
            resources.Add(Resource(kind.Plural, kind.Singular, kind.Namespaced, kind.Kind, VerbsOf(kind), kind));
            foreach (var sub in kind.Subresources)
            {
                var it = Resource($"{kind.Plural}/{sub.Name}", "", kind.Namespaced, sub.Kind, sub.Verbs, null);
                if (sub.Group.Length > 0)
                {
                    it["group"] = sub.Group;
                    it["version"] = sub.Version;
                }
                resources.Add(it);
            }
        }
        foreach (var review in Reviews.Where(r => r.Group == group))
            resources.Add(Resource(review.Plural, review.Kind.ToLowerInvariant(), false, review.Kind, ["create"], null));
        list["resources"] = resources;
        return list;
    }

    /// <summary>All of /api or of /apis in one document.</summary>
    public static JsonObject Aggregated(bool core, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. (core ? [""] : Groups).Select(g => (JsonNode)AggregatedGroup(g))]),
    };

    private static JsonObject AggregatedGroup(string group) => new()
    {
        ["metadata"] = group.Length == 0 ? [] : new JsonObject { ["name"] = group },
        ["versions"] = new JsonArray([.. Versions(group).Select(v => (JsonNode)new JsonObject
        {
            ["version"] = v,
            ["resources"] = new JsonArray([.. KindsOf(group, v).Select(AggregatedResource), .. Reviews.Where(r => r.Group == group).Select(AggregatedReview)]),
            ["freshness"] = "Current",
        })]),
    };

    private static JsonNode AggregatedResource(ResourceKind kind)
    {
        var it = Aggregated(kind.Plural, kind.Kind, kind.Namespaced, kind.Singular, VerbsOf(kind));
        if (kind.ShortNames.Count > 0) it["shortNames"] = Texts(kind.ShortNames);
        if (kind.Categories.Count > 0) it["categories"] = Texts(kind.Categories);
        if (kind.Subresources.Count > 0)
            it["subresources"] = new JsonArray([.. kind.Subresources.Select(s => (JsonNode)new JsonObject
            {
                ["subresource"] = s.Name,
                ["responseKind"] = new JsonObject { ["group"] = s.Group, ["version"] = s.Version, ["kind"] = s.Kind },
                ["verbs"] = Texts(s.Verbs),
            })]);
        return it;
    }

    private static JsonNode AggregatedReview(Review review) => Aggregated(review.Plural, review.Kind, false, review.Kind.ToLowerInvariant(), ["create"]);

    private static JsonObject Aggregated(string plural, string kind, bool namespaced, string singular, IReadOnlyList<string> verbs) => new()
    {
        ["resource"] = plural,
        ["responseKind"] = new JsonObject { ["group"] = "", ["version"] = "", ["kind"] = kind },
        ["scope"] = namespaced ? "Namespaced" : "Cluster",
        ["singularResource"] = singular,
        ["verbs"] = Texts(verbs),
    };

    private static JsonObject Resource(string name, string singular, bool namespaced, string kind, IReadOnlyList<string> verbs, ResourceKind? known)
    {
        var it = new JsonObject { ["name"] = name, ["singularName"] = singular, ["namespaced"] = namespaced, ["kind"] = kind, ["verbs"] = Texts(verbs) };
        if (known?.ShortNames.Count > 0) it["shortNames"] = Texts(known.ShortNames);
        if (known?.Categories.Count > 0) it["categories"] = Texts(known.Categories);
        return it;
    }

    private static JsonObject Entry(string group)
    {
        var versions = Versions(group).Select(v => new JsonObject { ["groupVersion"] = $"{group}/{v}", ["version"] = v }).ToList();
        return new()
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static string[] VerbsOf(ResourceKind kind) => kind.StoredAs is not null ? ReadVerbs
        : kind == Kinds.Namespace ? [.. AllVerbs.Where(v => v != "deletecollection")] : AllVerbs;

    private static IEnumerable<ResourceKind> KindsOf(string group, string version) => Kinds.Served.Where(k => k.Group == group && k.Version == version);

    private static IEnumerable<string> Versions(string group) => Kinds.Served.Where(k => k.Group == group).Select(k => k.Version)
        .Concat(Reviews.Where(r => r.Group == group).Select(_ => "v1")).Distinct();

    private static JsonArray Texts(IEnumerable<string> all) => [.. all.Select(t => (JsonNode)JsonValue.Create(t))];

    private sealed record Review(string Group, string Plural, string Kind);
}
