using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>The objects of the fleet as its operators would have written them.</summary>
internal static class Manifests
{
    public static Dictionary<string, string> Labels(WorkloadDescription it) =>
        it.Labels.Count > 0 ? it.Labels : new() { ["app"] = it.Name };

    public static JsonObject Selector(WorkloadDescription it) => new() { ["matchLabels"] = Json(Labels(it)) };

    public static JsonObject Json(IEnumerable<KeyValuePair<string, string>> labels) =>
        new(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));

    public static JsonObject Template(WorkloadDescription it) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = Json(Labels(it)) },
        ["spec"] = new JsonObject
        {
            ["containers"] = new JsonArray(Container(it)),
            ["restartPolicy"] = "Always",
            ["terminationGracePeriodSeconds"] = 30,
            ["dnsPolicy"] = "ClusterFirst",
            ["serviceAccountName"] = it.Election is null ? "default" : it.Name,
            ["serviceAccount"] = it.Election is null ? "default" : it.Name,
            ["securityContext"] = new JsonObject(),
            ["schedulerName"] = "default-scheduler",
        },
    };

    public static JsonObject Workload(WorkloadDescription it, JsonObject template)
    {
        var spec = new JsonObject();
        if (it.Kind != "DaemonSet") spec["replicas"] = it.Replicas;
        spec["selector"] = Selector(it);
        spec["template"] = template.DeepClone();
        if (it.Kind == "Deployment")
            spec["strategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = "25%", ["maxSurge"] = "25%" },
            };
        else spec["updateStrategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = Step(it.Kind) };
        if (it.Kind == "StatefulSet") (spec["serviceName"], spec["podManagementPolicy"]) = (it.Name, "OrderedReady");
        spec["revisionHistoryLimit"] = 10;
        if (it.Kind == "Deployment") spec["progressDeadlineSeconds"] = it.ProgressDeadlineSeconds;
        return new() { ["metadata"] = new JsonObject { ["labels"] = Json(Labels(it)) }, ["spec"] = spec };
    }

    public static JsonObject Budget(WorkloadDescription it)
    {
        var spec = new JsonObject();
        if (it.Budget!.MinAvailable is { } least) spec["minAvailable"] = least;
        if (it.Budget.MaxUnavailable is { } most) spec["maxUnavailable"] = most;
        spec["selector"] = Selector(it);
        return new() { ["metadata"] = new JsonObject { ["labels"] = Json(Labels(it)) }, ["spec"] = spec };
    }

    public static JsonObject Autoscaler(WorkloadDescription it) => new()
    {
        ["metadata"] = new JsonObject { ["labels"] = Json(Labels(it)) },
        ["spec"] = new JsonObject
        {
            ["scaleTargetRef"] = new JsonObject { ["kind"] = it.Kind, ["name"] = it.Name, ["apiVersion"] = "apps/v1" },
            ["minReplicas"] = it.Autoscaler!.Min,
            ["maxReplicas"] = it.Autoscaler.Max,
            ["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject
                {
                    ["name"] = "cpu",
                    ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = it.Autoscaler.CpuPercent },
                },
            }),
            ["behavior"] = new JsonObject
            {
                ["scaleDown"] = new JsonObject
                {
                    ["stabilizationWindowSeconds"] = it.Autoscaler.ScaleDownSeconds,
                    ["selectPolicy"] = "Max",
                    ["policies"] = new JsonArray(new JsonObject { ["type"] = "Percent", ["value"] = 100, ["periodSeconds"] = 15 }),
                },
            },
        },
    };

    public static string Time(double t) => Kubernetes.MicroTime.FormatSeconds(UnixTime.At(t));

    private static JsonObject Step(string kind) => kind == "StatefulSet"
        ? new() { ["partition"] = 0 }
        : new() { ["maxUnavailable"] = 1, ["maxSurge"] = 0 };

    private static JsonObject Container(WorkloadDescription it)
    {
        var container = new JsonObject
        {
            ["name"] = it.Container,
            ["image"] = it.Image.Length > 0 ? it.Image : $"registry.example/{it.Name}:1.0",
        };
        if (it.Port > 0)
        {
            var port = new JsonObject { ["name"] = it.Kind == "StatefulSet" ? "main" : "metrics", ["containerPort"] = it.Port, ["protocol"] = "TCP" };
            container["ports"] = new JsonArray(port);
        }
        container["resources"] = new JsonObject
        {
            ["limits"] = new JsonObject { ["cpu"] = Cores(it.Cpu), ["memory"] = Bytes(it.Memory) },
            ["requests"] = new JsonObject { ["cpu"] = Cores(it.Requests), ["memory"] = Bytes(it.Memory / 2) },
        };
        container["terminationMessagePath"] = "/dev/termination-log";
        container["terminationMessagePolicy"] = "File";
        container["imagePullPolicy"] = "IfNotPresent";
        return container;
    }

    private static string Cores(double cores) => cores == Math.Floor(cores)
        ? cores.ToString("0", CultureInfo.InvariantCulture) : (cores * 1000).ToString("0", CultureInfo.InvariantCulture) + "m";

    private static string Bytes(double bytes) => bytes % 1073741824 == 0
        ? (bytes / 1073741824).ToString("0", CultureInfo.InvariantCulture) + "Gi"
        : (bytes / 1048576).ToString("0", CultureInfo.InvariantCulture) + "Mi";
}
