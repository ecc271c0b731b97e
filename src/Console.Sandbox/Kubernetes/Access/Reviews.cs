using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>Answers who somebody is and what they may do. Nothing of it is stored.</summary>
internal static class Reviews
{
    public static StoreAnswer Answer(string resource, JsonObject review, Person person, DateTimeOffset now) => resource switch
    {
        "selfsubjectreviews" => WhoAmI(person, now),
        "selfsubjectaccessreviews" => MayI(review, person),
        "subjectaccessreviews" => MayThey(review),
        "selfsubjectrulesreviews" => WhatMayI(review, person),
        _ => ApiStatus.NoSuchResource(),
    };

    private static JsonObject WhoAmI(Person person, DateTimeOffset now)
    {
        var info = new JsonObject { ["username"] = person.Name };
        if (person.Uid is not null) info["uid"] = person.Uid;
        info["groups"] = Texts(person.Groups);
        if (person.Extra.Count > 0)
            info["extra"] = new JsonObject(person.Extra.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)Texts(e.Value))));
        var review = Review("authentication.k8s.io/v1", "SelfSubjectReview");
        review["metadata"]!["creationTimestamp"] = MicroTime.FormatSeconds(now);
        review["status"] = new JsonObject { ["userInfo"] = info };
        return review;
    }

    private static StoreAnswer MayI(JsonObject review, Person person) => Ruled("SelfSubjectAccessReview", review["spec"] as JsonObject ?? [], person);

    private static StoreAnswer MayThey(JsonObject review)
    {
        var spec = review["spec"] as JsonObject ?? [];
        var groups = (spec["groups"] as JsonArray ?? []).Select(g => g?.ToString() ?? "").ToList();
        var user = spec["user"]?.ToString() ?? "";
        if (user.Length == 0 && groups.Count == 0)
            return ApiStatus.Invalid(".authorization.k8s.io", "", "authorization.k8s.io", "",
                [new("FieldValueInvalid", "Invalid value: \"\": at least one of user or group must be specified", "spec.user")]);
        return Ruled("SubjectAccessReview", spec, new(user, null, groups));
    }

    private static StoreAnswer Ruled(string kind, JsonObject spec, Person person)
    {
        var resource = spec["resourceAttributes"] as JsonObject;
        var path = spec["nonResourceAttributes"] as JsonObject;
        if (resource is null == path is null)
            return ApiStatus.Invalid(".authorization.k8s.io", "", "authorization.k8s.io", "", [new("FieldValueInvalid",
                "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified", "spec.resourceAttributes")]);
        var ruling = Authorization.Judge(person, AttemptOf(resource, path));
        var review = Review("authorization.k8s.io/v1", kind);
        review["spec"] = spec.DeepClone();
        var status = new JsonObject { ["allowed"] = ruling.Allowed };
        if (ruling.Reason is not null) status["reason"] = ruling.Reason;
        review["status"] = status;
        return review;
    }

    private static Attempt AttemptOf(JsonObject? resource, JsonObject? path) => resource is null
        ? new(At(path, "verb"), "", "") { Path = At(path, "path") }
        : new(At(resource, "verb"), At(resource, "group"), At(resource, "resource"))
        {
            Subresource = At(resource, "subresource"),
            Name = At(resource, "name"),
            Namespace = At(resource, "namespace"),
        };

    private static StoreAnswer WhatMayI(JsonObject review, Person person)
    {
        if (string.IsNullOrEmpty(review["spec"]?["namespace"]?.ToString())) return ApiStatus.BadRequest("no namespace on request");
        var rules = Authorization.RulesOf(person).ToList();
        var answer = Review("authorization.k8s.io/v1", "SelfSubjectRulesReview");
        answer["spec"] = new JsonObject();
        answer["status"] = new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(r => r.Paths.Length == 0).Select(ResourceRule)]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(r => r.Paths.Length > 0)
                .Select(r => new JsonObject { ["verbs"] = Texts(r.Verbs), ["nonResourceURLs"] = Texts(r.Paths) })]),
            ["incomplete"] = false,
        };
        return answer;
    }

    private static JsonObject ResourceRule(Rule rule)
    {
        var it = new JsonObject { ["verbs"] = Texts(rule.Verbs), ["apiGroups"] = Texts(rule.Groups), ["resources"] = Texts(rule.Resources) };
        if (rule.Names.Length > 0) it["resourceNames"] = Texts(rule.Names);
        return it;
    }

    private static JsonObject Review(string apiVersion, string kind) => new() { ["kind"] = kind, ["apiVersion"] = apiVersion, ["metadata"] = new JsonObject() };

    private static JsonArray Texts(IEnumerable<string> all) => [.. all.Select(t => (JsonNode)JsonValue.Create(t))];

    private static string At(JsonObject? it, string field) => it?[field]?.ToString() ?? "";
}
