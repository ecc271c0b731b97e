using System.Text.Json.Nodes;
using static OpsConsole.Tests.Deploy.Manifests;

namespace OpsConsole.Tests.Deploy;

/// <summary>What the manifests say to each other fits together.</summary>
public sealed class ManifestTests
{
    private static readonly string[] Clusterwide = ["Namespace", "ClusterRole", "ClusterRoleBinding"];

    [Theory]
    [InlineData("base")]
    [InlineData("volume")]
    [InlineData("act")]
    [InlineData("reach")]
    [InlineData("overlays/example")]
    [InlineData("overlays/replicas")]
    public async Task Each_object_says_what_it_is_and_where(string folder)
    {
        var built = await BuildAsync(folder);

        Assert.NotEmpty(built.Objects);
        Assert.All(built.Objects, one =>
        {
            Assert.False(string.IsNullOrEmpty(Text(one, "apiVersion")) || string.IsNullOrEmpty(Text(one, "kind")) || string.IsNullOrEmpty(Text(one, "metadata", "name")));
            Assert.Equal(Clusterwide.Contains(Text(one, "kind")), Text(one, "metadata", "namespace") is null);
            Assert.True(Text(one, "kind") == "ConfigMap" || Map(one, "metadata", "labels").GetValueOrDefault("app.kubernetes.io/name") == "ops-console", $"{Text(one, "kind")} has no label");
        });
        Assert.Distinct(built.Objects.Select(one => $"{Text(one, "kind")} {Text(one, "metadata", "namespace")}/{Text(one, "metadata", "name")}"));
    }

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/replicas")]
    public async Task Selectors_find_the_pod_and_what_is_named_is_there(string folder)
    {
        var built = await BuildAsync(folder);
        var deployment = built.One("Deployment");
        var labels = Map(deployment, "spec", "template", "metadata", "labels");

        AssertSelects(Map(deployment, "spec", "selector", "matchLabels"), labels);
        AssertSelects(Map(built.One("PodDisruptionBudget"), "spec", "selector", "matchLabels"), labels);
        Assert.All(built.Of("NetworkPolicy"), policy => AssertSelects(Map(policy, "spec", "podSelector", "matchLabels"), labels));
        Assert.All(built.Of("Service"), service => AssertSelects(Map(service, "spec", "selector"), labels));
        Assert.Equal(Text(built.One("ServiceAccount"), "metadata", "name"), Text(deployment, "spec", "template", "spec", "serviceAccountName"));
        AssertVolumes(At(deployment, "spec", "template", "spec")!, [.. built.Of("ConfigMap").Select(map => Text(map, "metadata", "name")!)]);
    }

    [Fact]
    public async Task The_way_in_leads_from_the_ingress_to_the_port_of_the_pod()
    {
        var built = await BuildAsync("overlays/replicas");
        var service = built.One("Service");
        var backend = At(built.One("Ingress"), "spec", "rules", "0", "http", "paths", "0", "backend", "service");
        var ports = (JsonArray)At(built.One("Deployment"), "spec", "template", "spec", "containers", "0", "ports")!;

        Assert.Equal(Text(service, "metadata", "name"), Text(backend, "name"));
        Assert.Equal(Text(service, "spec", "ports", "0", "name"), Text(backend, "port", "name"));
        Assert.Contains(ports, port => Text(port, "name") == Text(service, "spec", "ports", "0", "targetPort"));
        AssertSelects(Map(built.One("ServiceMonitor"), "spec", "selector", "matchLabels"), Map(service, "metadata", "labels"));
        Assert.Equal(Text(service, "spec", "ports", "0", "name"), Text(built.One("ServiceMonitor"), "spec", "endpoints", "0", "port"));
        Assert.Equal("cookie", Map(built.One("Ingress"), "metadata", "annotations")["nginx.ingress.kubernetes.io/affinity"]);
    }

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/replicas")]
    public async Task The_pod_needs_no_rights_on_its_node(string folder)
    {
        var built = await BuildAsync(folder);
        var pod = At(built.One("Deployment"), "spec", "template", "spec")!;
        var security = At(pod, "containers", "0", "securityContext");

        Assert.Equal(("true", "1654", "RuntimeDefault"), (Text(pod, "securityContext", "runAsNonRoot"), Text(pod, "securityContext", "runAsUser"), Text(pod, "securityContext", "seccompProfile", "type")));
        Assert.Equal(("false", "true"), (Text(security, "allowPrivilegeEscalation"), Text(security, "readOnlyRootFilesystem")));
        Assert.Equal(["ALL"], Texts(security, "capabilities", "drop"));
        Assert.NotNull(Text(pod, "containers", "0", "resources", "limits", "memory"));
        Assert.Contains((JsonArray)At(pod, "containers", "0", "volumeMounts")!, mount => Text(mount, "mountPath") == "/tmp");
        Assert.Null(At(pod, "hostNetwork"));
        Assert.Equal("restricted", Map(built.One("Namespace"), "metadata", "labels")["pod-security.kubernetes.io/enforce"]);
    }

    [Fact]
    public async Task One_replica_never_keeps_a_node_from_being_drained()
    {
        var budget = (await BuildAsync("base")).One("PodDisruptionBudget");

        Assert.Equal(("1", null), (Text(budget, "spec", "maxUnavailable"), Text(budget, "spec", "minAvailable")));
    }

    [Fact]
    public async Task A_database_in_a_file_has_one_pod_at_a_time_and_replicas_share_a_server()
    {
        var alone = (await BuildAsync("overlays/example"));
        var pair = (await BuildAsync("overlays/replicas"));

        Assert.Equal(("1", "Recreate"), (Text(alone.One("Deployment"), "spec", "replicas"), Text(alone.One("Deployment"), "spec", "strategy", "type")));
        Assert.Equal(Text(alone.One("PersistentVolumeClaim"), "metadata", "name"), Volume(alone, "data", "persistentVolumeClaim", "claimName"));
        Assert.Equal(("2", "RollingUpdate"), (Text(pair.One("Deployment"), "spec", "replicas"), Text(pair.One("Deployment"), "spec", "strategy", "type")));
        Assert.Empty(pair.Of("PersistentVolumeClaim"));
        Assert.Null(Volume(pair, "data", "persistentVolumeClaim", "claimName"));
        var settings = JsonNode.Parse(Text(pair.One("ConfigMap"), "data", "console.json")!);
        var secrets = Text(((JsonArray)At(pair.One("Deployment"), "spec", "template", "spec", "containers", "0", "volumeMounts")!).Single(mount => Text(mount, "name") == "secrets"), "mountPath")!;
        Assert.All(
            [At(settings, "Storage", "PostgreSqlFile"), At(settings, "Audit", "KeyFile"), At(settings, "SignIn", "Oidc", "ClientSecretFile"), At(settings, "Hooks", "Alertmanager", "SecretFile")],
            file => Assert.StartsWith($"{secrets}/", file!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_way_in_is_named_in_the_settings_as_in_the_ingress()
    {
        var pair = (await BuildAsync("overlays/replicas"));

        Assert.Equal($"https://{Text(pair.One("Ingress"), "spec", "rules", "0", "host")}", Text(JsonNode.Parse(Text(pair.One("ConfigMap"), "data", "console.json")!), "Http", "PublicUrl"));
        Assert.Empty((await BuildAsync("overlays/example")).Of("Service"));
    }

    [Fact]
    public void The_image_runs_as_the_user_the_pod_wants_and_copies_what_there_is()
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "Dockerfile"));
        var copied = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1]);

        Assert.Equal("USER 1654", lines.Single(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Root, path)), path));
    }

    private static string? Volume(Manifests built, string name, params string[] path) =>
        Text(((JsonArray)At(built.One("Deployment"), "spec", "template", "spec", "volumes")!).Single(volume => Text(volume, "name") == name), path);

    private static void AssertSelects(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels)
    {
        Assert.NotEmpty(selector);
        Assert.All(selector, wanted => Assert.Equal(wanted.Value, labels.GetValueOrDefault(wanted.Key)));
    }

    private static void AssertVolumes(JsonNode pod, IReadOnlyList<string> settings)
    {
        var volumes = (JsonArray)At(pod, "volumes")!;
        Assert.All((JsonArray)At(pod, "containers", "0", "volumeMounts")!, mount => Assert.Contains(volumes, volume => Text(volume, "name") == Text(mount, "name")));
        Assert.All(volumes.Where(volume => At(volume, "configMap") is not null), volume => Assert.Contains(Text(volume, "configMap", "name"), settings));
    }
}
