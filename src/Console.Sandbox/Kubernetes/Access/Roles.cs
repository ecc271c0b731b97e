namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>Who may do what: the roles of the cluster that the project's tests run against, and two that every cluster has.</summary>
internal static class Roles
{
    private static readonly string[] Reading = ["get", "list", "watch"];

    private static readonly Rule ReadAll = new(Reading, ["", "apps", "coordination.k8s.io", "policy", "autoscaling", "events.k8s.io"], ["*"]);

    public static IReadOnlyList<Role> All { get; } =
    [
        new("system:basic-user", Person.Authenticated,
        [
            new(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            new(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]),
        ]),
        new("system:discovery", Person.Authenticated,
            [OnPaths("/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/")]),
        new("system:public-info-viewer", Person.Authenticated, [OnPaths("/healthz", "/livez", "/readyz", "/version", "/version/")]),
        new("system:public-info-viewer", Person.Unauthenticated, [OnPaths("/healthz", "/livez", "/readyz", "/version", "/version/")]),
        new("ops-console", "ops-consoles",
        [
            ReadAll,
            new(["create"], ["authorization.k8s.io"], ["subjectaccessreviews"]),
            new(["impersonate"], [""], ["users"]),
            new(["impersonate"], [""], ["groups"]) { Names = ["ops-operators", "ops-responders"] },
        ]),
        new("ops-operator", "ops-operators",
        [
            ReadAll,
            new(["delete"], ["coordination.k8s.io"], ["leases"]),
            new(["patch", "update"], ["apps"], ["deployments", "statefulsets", "deployments/scale", "statefulsets/scale"]),
            new(["delete"], [""], ["pods"]),
            new(["create"], [""], ["pods/eviction"]),
        ]),
        new("ops-responder", "ops-responders", [ReadAll]),
        new("viewers", "viewers", [ReadAll]),
    ];

    private static Rule OnPaths(params string[] paths) => new(["get"], [], []) { Paths = paths };
}
