using System.Globalization;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>Real credential plugins: shell scripts in a test's folder. Each notes its runs in the file <c>runs</c>.</summary>
internal sealed class Plugin(TempFolder folder)
{
    public const string Version = "client.authentication.k8s.io/v1";

    private string RunsFile => Path.Combine(folder.Path, "runs");

    public int Runs => File.Exists(RunsFile) ? File.ReadAllLines(RunsFile).Length : 0;

    /// <summary>The user of a kubeconfig who is told by a script.</summary>
    /// <param name="body">The script; <c>$runs</c> is the number of the run.</param>
    /// <param name="more">More fields, as YAML within braces.</param>
    public string User(string body, string more = "interactiveMode: Never")
    {
        var script = folder.Write("plugin.sh", $"echo run >> '{RunsFile}'\nruns=$(wc -l < '{RunsFile}')\nruns=$((runs))\n{body}\n");
        return $"exec: {{apiVersion: {Version}, command: /bin/sh, args: ['{script}'], {more}}}";
    }

    /// <summary>A line of a script that gives a token.</summary>
    public static string Token(string token, DateTimeOffset? expires = null) => Answer($"\"token\":\"{token}\""
        + (expires is { } end ? $",\"expirationTimestamp\":\"{end.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\"" : string.Empty));

    /// <summary>A line of a script that gives a status.</summary>
    public static string Answer(string status) => $$"""printf '%s' "{{$"{{\"kind\":\"ExecCredential\",\"apiVersion\":\"{Version}\",\"status\":{{{status}}}}}".Replace("\"", "\\\"", StringComparison.Ordinal)}}" """;
}
