using System.Text.Json.Nodes;

namespace OpsConsole.Contract.Clusters;

/// <summary>
/// The suite asks in the names of admin, console, operator, viewer and nobody. A cluster of tests/cluster knows them; in any other
/// one the current context is admin, and service accounts with the same rights are the others.
/// </summary>
internal sealed class People(Kubeconfig given, Caller admin, string ns)
{
    private const string Rules = "/apis/rbac.authorization.k8s.io/v1";

    private static readonly string[] Others = ["console", "operator", "viewer", "nobody"];

    private static readonly string ReadAll = """
        {"apiGroups": ["", "apps", "coordination.k8s.io", "policy", "autoscaling", "events.k8s.io"], "resources": ["*"], "verbs": ["get", "list", "watch"]}
        """;

    private static readonly Dictionary<string, string> Rights = new()
    {
        ["console"] = $$"""
            [{{ReadAll}}, {"apiGroups": ["authorization.k8s.io"], "resources": ["subjectaccessreviews"], "verbs": ["create"]},
             {"apiGroups": [""], "resources": ["users"], "verbs": ["impersonate"]},
             {"apiGroups": [""], "resources": ["groups"], "verbs": ["impersonate"], "resourceNames": ["ops-operators", "ops-responders"]}]
            """,
        ["operator"] = $$"""
            [{{ReadAll}}, {"apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "verbs": ["delete"]},
             {"apiGroups": ["apps"], "resources": ["deployments", "statefulsets", "deployments/scale", "statefulsets/scale"], "verbs": ["patch", "update"]},
             {"apiGroups": [""], "resources": ["pods"], "verbs": ["delete"]}, {"apiGroups": [""], "resources": ["pods/eviction"], "verbs": ["create"]}]
            """,
        ["viewer"] = $"[{ReadAll}]",
    };

    /// <summary>Whether the kubeconfig knows them all.</summary>
    public static bool AreIn(Kubeconfig kubeconfig) => kubeconfig.Has("admin") && Others.All(kubeconfig.Has);

    /// <summary>Creates the accounts, and a kubeconfig beside the given one's words that has a context for each.</summary>
    /// <param name="path">Where to write it.</param>
    public async Task<Kubeconfig> CreateAsync(string path)
    {
        var access = given.Of(given.Current);
        var users = new Dictionary<string, JsonObject> { ["admin"] = Admin(access) };
        foreach (var name in Others)
        {
            users[name] = new() { ["token"] = await AccountAsync(name) };
        }

        var cluster = new JsonObject { ["server"] = access.Server.ToString() };
        if (access.Authority is not null)
        {
            cluster["certificate-authority-data"] = Encoded(access.Authority.ExportCertificatePem());
        }

        await File.WriteAllTextAsync(path, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = "admin",
            ["clusters"] = new JsonArray(Named("given", "cluster", cluster)),
            ["users"] = new JsonArray([.. users.Select(user => Named(user.Key, "user", user.Value))]),
            ["contexts"] = new JsonArray([.. users.Keys.Select(name => Named(name, "context", new JsonObject { ["cluster"] = "given", ["user"] = name }))]),
        }.ToJsonString(), TestContext.Current.CancellationToken);
        return Kubeconfig.Read(path);
    }

    /// <summary>Takes back what is not in the namespace.</summary>
    public async Task RemoveAsync()
    {
        foreach (var name in Rights.Keys)
        {
            await admin.DeleteAsync($"{Rules}/clusterrolebindings/{ns}-{name}");
            await admin.DeleteAsync($"{Rules}/clusterroles/{ns}-{name}");
        }
    }

    private static JsonObject Admin(Access access)
    {
        if (access.Token is not null)
        {
            return new() { ["token"] = access.Token };
        }

        return access.Certificate is null ? [] : new()
        {
            ["client-certificate-data"] = Encoded(access.Certificate.ExportCertificatePem()),
            ["client-key-data"] = Encoded(access.PrivateKey!),
        };
    }

    private static JsonObject Named(string name, string what, JsonObject value) => new() { ["name"] = name, [what] = value };

    private static string Encoded(string pem) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pem));

    private async Task<string> AccountAsync(string name)
    {
        var accounts = $"/api/v1/namespaces/{ns}/serviceaccounts";
        (await admin.PostAsync(accounts, Objects.Json($$"""{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "{{name}}"} }"""))).Expect(201);
        if (Rights.TryGetValue(name, out var rules))
        {
            await AllowAsync(name, rules);
        }

        return (await admin.PostAsync($"{accounts}/{name}/token",
            Objects.Json("""{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 7200}}""")))
            .Expect(201).Json["status"]!["token"]!.GetValue<string>();
    }

    private async Task AllowAsync(string name, string rules)
    {
        (await admin.PostAsync($"{Rules}/clusterroles", Objects.Json($$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "{{ns}}-{{name}}"}, "rules": {{rules}} }
            """))).Expect(201);
        (await admin.PostAsync($"{Rules}/clusterrolebindings", Objects.Json($$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "{{ns}}-{{name}}"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{ns}}-{{name}}"},
             "subjects": [{"kind": "ServiceAccount", "name": "{{name}}", "namespace": "{{ns}}"},
                          {"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "ops-{{name}}s"}]}
            """))).Expect(201);
    }
}
