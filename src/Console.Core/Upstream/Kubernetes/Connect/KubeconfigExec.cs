using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Upstream.Kubernetes.Connect;

/// <summary>Reads a kubeconfig's credential plugin.</summary>
internal static class KubeconfigExec
{
    private const string Group = "client.authentication.k8s.io";

    public static ExecPlugin Read(KubeconfigFields exec, KubeconfigFields cluster, KubernetesConnection connection)
    {
        var version = exec.Required("apiVersion");
        if (version is not ($"{Group}/v1" or $"{Group}/v1beta1"))
        {
            throw exec.Fault("apiVersion", $"must be {Group}/v1 or {Group}/v1beta1");
        }

        var command = exec.Required("command");
        return new ExecPlugin
        {
            At = exec.Called(string.Empty),
            ApiVersion = version,
            Interactive = Interactive(exec, version),
            Command = command.Contains('\0', StringComparison.Ordinal) ? throw exec.Fault("command", "must be the name of a program")
                : command.Contains('/', StringComparison.Ordinal) ? exec.Full("command", command)
                : command,
            Arguments = exec.Texts("args"),
            Environment = [.. exec.Groups("env").Select(Variable)],
            InstallHint = exec.Text("installHint"),
            Cluster = exec.Flag("provideClusterInfo") ? Told(cluster, connection) : null,
        };
    }

    private static string Interactive(KubeconfigFields exec, string version) => exec.Text("interactiveMode") switch
    {
        "Never" => "Never",
        "IfAvailable" => "IfAvailable",
        null when version.EndsWith("beta1", StringComparison.Ordinal) => "IfAvailable",
        null => throw exec.Fault("interactiveMode", "is missing; write Never or IfAvailable"),
        "Always" => throw exec.Fault("interactiveMode", "is Always, but nobody sits in front of the console who could answer the command's questions; "
            + "use a sign-in that needs nobody, such as a service account's token"),
        _ => throw exec.Fault("interactiveMode", "must be Never or IfAvailable"),
    };

    private static KeyValuePair<string, string> Variable(KubeconfigFields variable)
    {
        var (name, value) = (variable.Required("name"), variable.Text("value") ?? string.Empty);
        return name.AsSpan().IndexOfAny('=', '\0') >= 0 ? throw variable.Fault("name", "must be the name of a variable, without =")
            : value.Contains('\0', StringComparison.Ordinal) ? throw variable.Fault("value", "must not contain a NUL")
            : KeyValuePair.Create(name, value);
    }

    private static ExecCluster Told(KubeconfigFields cluster, KubernetesConnection connection)
    {
        var extension = cluster.Groups("extensions").FirstOrDefault(extension => extension.Text("name") == $"{Group}/exec");
        return new(connection, extension?.Find("extension") is { } config ? Json(config) : null);
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlFields fields => new JsonObject(fields.Entries.Select(entry => KeyValuePair.Create(entry.Name, Json(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Json)]),
        YamlScalar { IsEmpty: true } => null,
        YamlScalar { IsQuoted: false, Text: "true" } => true,
        YamlScalar { IsQuoted: false, Text: "false" } => false,
        YamlScalar { IsQuoted: false } number when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        YamlScalar text => text.Text,
        _ => null,
    };
}
