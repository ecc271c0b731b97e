using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>A refusal as the real server words it: code, reason, message and details of a Status.</summary>
internal sealed record ApiStatus(int Code, string? Reason, string Message, JsonObject? Details = null)
{
    /// <summary>Where a client whose pages ran out may go on, when it may.</summary>
    public string? Continue { get; init; }

    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = Continue is null ? [] : new JsonObject { ["continue"] = Continue },
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason is not null) status["reason"] = Reason;
        if (Details is not null) status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }

    /// <summary>The answer to something that was done and leaves nothing to show.</summary>
    public static JsonObject Success(JsonObject? details = null, int? code = null)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" };
        if (details is not null) status["details"] = details;
        if (code is not null) status["code"] = code;
        return status;
    }

    public static JsonObject Deleted(ResourceKind kind, string name, string uid) => Success(DetailsOf(name, kind.Group, kind.Plural, uid));

    public static ApiStatus NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.Resource} \"{name}\" not found", Of(kind, name));

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
        $"Operation cannot be fulfilled on {kind.KindInGroup} \"{name}\": {why}", DetailsOf(name, kind.Group, kind.Kind));

    public static ApiStatus BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiStatus Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    /// <summary>A refusal by rights: the resource (or the path) with its name, and who may not do what where.</summary>
    public static ApiStatus Forbidden(string group, string resource, string name, string why)
    {
        var what = group.Length == 0 ? resource : $"{resource}.{group}";
        var subject = what.Length == 0 ? "forbidden" : $"{what}{(name.Length == 0 ? "" : $" \"{name}\"")} is forbidden";
        return new(403, "Forbidden", $"{subject}: {why}", what.Length == 0 ? [] : DetailsOf(name, group, resource));
    }

    public static ApiStatus NamespaceTerminating(ResourceKind kind, string name, string inNamespace)
    {
        var details = Of(kind, name);
        details["causes"] = CausesOf([new("NamespaceTerminating", $"namespace {inNamespace} is being terminated", "metadata.namespace")]);
        return new(403, "Forbidden", $"{kind.Resource} \"{name}\" is forbidden: unable to create new content in namespace {inNamespace} "
            + "because it is being terminated", details);
    }

    public static ApiStatus NotAcceptable(bool watch) => new(406, "NotAcceptable",
        $"{(watch ? "" : "406: Not Acceptable\n\n")}Available representations: application/json, application/json;stream=watch", []);

    public static ApiStatus Expired(string message) => new(410, "Expired", message);

    public static ApiStatus NotANumber(string version) =>
        new(500, null, $"resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");

    public static ApiStatus TooLargeVersion(string version, long current) => new(504, "Timeout",
        $"Timeout: Too large resource version: {version}, current: {current}", new JsonObject
        {
            ["causes"] = CausesOf([new("ResourceVersionTooLarge", "Too large resource version", null)]),
            ["retryAfterSeconds"] = 1,
        });

    public static ApiStatus DisruptionRefused(string why, int? retryAfterSeconds = null)
    {
        var details = new JsonObject { ["causes"] = CausesOf([new("DisruptionBudget", why, null)]) };
        if (retryAfterSeconds is not null) details["retryAfterSeconds"] = retryAfterSeconds;
        return new(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details);
    }

    public static ApiStatus UpdateWithoutVersion(ResourceKind kind, string name)
    {
        const string why = "Invalid value: 0: must be specified for an update";
        return Invalid($"{kind.Resource} \"{name}\"", Of(kind, name), [new("FieldValueInvalid", why, "metadata.resourceVersion")]);
    }

    public static ApiStatus Invalid(ResourceKind kind, string name, IReadOnlyList<Cause> causes) =>
        Invalid(kind.KindInGroup, name, kind.Group, kind.Kind, causes);

    public static ApiStatus Invalid(string what, string name, string group, string kind, IReadOnlyList<Cause> causes) =>
        Invalid($"{what} \"{name}\"", DetailsOf(name, group, kind), causes);

    /// <summary>A field that a patch tried to change. The real server finds it twice, and says it once.</summary>
    public static ApiStatus Immutable(ResourceKind kind, string name, string field, string value)
    {
        var cause = new Cause("FieldValueInvalid", $"Invalid value: \"{value}\": field is immutable", field);
        var once = Invalid(kind, name, [cause]);
        once.Details!["causes"] = CausesOf([cause, cause]);
        return once;
    }

    /// <summary>A patch that leads to something unreadable.</summary>
    public static ApiStatus InvalidPatch(string value, string why) =>
        Invalid(" \"\"", [], [new("FieldValueInvalid", $"Invalid value: {value}: {why}", "patch")]);

    public static ApiStatus InvalidOptions(string options, params Cause[] causes) => Invalid($"{options}.meta.k8s.io", "", "meta.k8s.io", options, causes);

    private static ApiStatus Invalid(string what, JsonObject details, IReadOnlyList<Cause> causes)
    {
        var texts = causes.Select(c => $"{c.Field}: {c.Message}").ToList();
        details["causes"] = CausesOf(causes);
        return new(422, "Invalid", $"{what} is invalid: {(texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]")}", details);
    }

    private static JsonArray CausesOf(IReadOnlyList<Cause> causes) => [.. causes.Select(c =>
    {
        var cause = new JsonObject { ["reason"] = c.Reason, ["message"] = c.Message };
        if (c.Field is not null) cause["field"] = c.Field;
        return (JsonNode)cause;
    })];

    private static JsonObject Of(ResourceKind kind, string name) => DetailsOf(name, kind.Group, kind.Plural);

    // What is empty is absent: the core group has no name.
    private static JsonObject DetailsOf(string name, string group, string kind, string? uid = null)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        if (kind.Length > 0) details["kind"] = kind;
        if (uid is not null) details["uid"] = uid;
        return details;
    }
}

internal sealed record Cause(string Reason, string Message, string? Field);
