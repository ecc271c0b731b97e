using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>A refusal as the real server words it: code, reason, message and details of a Status.</summary>
internal sealed record ApiStatus(int Code, string? Reason, string Message, JsonObject? Details = null)
{
    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason is not null) status["reason"] = Reason;
        if (Details is not null) status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }

    public static JsonObject Deleted(ResourceKind kind, string name, string uid) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = DetailsOf(name, kind.Group, kind.Plural, uid),
    };

    public static ApiStatus NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.Resource} \"{name}\" not found", Of(kind, name));

    public static ApiStatus NamespaceNotFound(string name) => new(404, "NotFound", $"namespaces \"{name}\" not found",
        new JsonObject { ["name"] = name, ["kind"] = "namespaces" });

    public static ApiStatus NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiStatus MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiStatus AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.Resource} \"{name}\" already exists", Of(kind, name));

    public static ApiStatus Modified(ResourceKind kind, string name) => new(409, "Conflict",
        $"Operation cannot be fulfilled on {kind.Resource} \"{name}\": the object has been modified; "
        + "please apply your changes to the latest version and try again", Of(kind, name));

    /// <summary>A failed precondition of a delete: here the real server names the kind, not the resource.</summary>
    public static ApiStatus PreconditionFailed(ResourceKind kind, string name, string why) => new(409, "Conflict",
        $"Operation cannot be fulfilled on {kind.KindInGroup} \"{name}\": {why}",
        DetailsOf(name, kind.Group, kind.Kind));

    public static ApiStatus BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiStatus Expired(string message) => new(410, "Expired", message);

    public static ApiStatus NotANumber(string version) =>
        new(500, null, $"resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");

    public static ApiStatus UpdateWithoutVersion(ResourceKind kind, string name)
    {
        const string why = "Invalid value: 0: must be specified for an update";
        return Invalid($"{kind.Resource} \"{name}\"", Of(kind, name), [new("FieldValueInvalid", why, "metadata.resourceVersion")]);
    }

    public static ApiStatus Invalid(ResourceKind kind, string name, IReadOnlyList<Cause> causes) => Invalid(
        $"{kind.KindInGroup} \"{name}\"", DetailsOf(name, kind.Group, kind.Kind), causes);

    public static ApiStatus InvalidOptions(string options, Cause cause) => Invalid($"{options}.meta.k8s.io \"\"",
        new JsonObject { ["group"] = "meta.k8s.io", ["kind"] = options }, [cause]);

    private static ApiStatus Invalid(string what, JsonObject details, IReadOnlyList<Cause> causes)
    {
        var texts = causes.Select(c => $"{c.Field}: {c.Message}").ToList();
        details["causes"] = new JsonArray([.. causes.Select(c => (JsonNode)new JsonObject
        {
            ["reason"] = c.Reason,
            ["message"] = c.Message,
            ["field"] = c.Field,
        })]);
        return new(422, "Invalid", $"{what} is invalid: {(texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]")}", details);
    }

    private static JsonObject Of(ResourceKind kind, string name) => DetailsOf(name, kind.Group, kind.Plural);

    // What is empty is absent: the core group has no name.
    private static JsonObject DetailsOf(string name, string group, string kind, string? uid = null)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        details["kind"] = kind;
        if (uid is not null) details["uid"] = uid;
        return details;
    }
}

internal sealed record Cause(string Reason, string Message, string Field);
