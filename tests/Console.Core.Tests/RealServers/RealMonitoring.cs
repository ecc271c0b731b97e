namespace OpsConsole.Core.Tests.RealServers;

/// <summary>A real Prometheus that watches itself and alerts a real Alertmanager.</summary>
public sealed class RealMonitoring : IAsyncLifetime
{
    private const string Rules = """
        groups:
        - name: test
          interval: 1s
          rules:
          - alert: Fires
            expr: vector(1) == 1
            labels: {severity: critical, text: "<script>alert(1)</script>"}
            annotations: {summary: "<script>alert('x')</script> & more"}
          - alert: Waits
            expr: vector(2) > 1
            for: 1h
            labels: {severity: info}
          - alert: Inhibited
            expr: vector(1) == 1
            labels: {severity: warning}
          - alert: Broken
            expr: vector(1) * on () (vector(1) or label_replace(vector(1), "a", "1", "", ""))
          - record: test:up
            expr: sum(up)
        - name: empty
        """;

    private const string Routes = """
        route: {receiver: nobody}
        receivers: [{name: nobody}]
        inhibit_rules:
        - source_matchers: [severity="critical"]
          target_matchers: [severity="warning"]
          equal: [cluster]
        """;

    private ServerProcess? prometheus;
    private ServerProcess? alertmanager;

    internal ServerProcess Prometheus => prometheus!;

    internal ServerProcess Alertmanager => alertmanager!;

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        alertmanager = await ServerProcess.StartAsync("/usr/bin/prometheus-alertmanager", OfAlertmanager, "/-/ready", cancellation);
        prometheus = await ServerProcess.StartAsync("/usr/bin/prometheus", OfPrometheus, "/-/ready", cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { prometheus, alertmanager }.OfType<ServerProcess>())
        {
            await server.DisposeAsync();
        }
    }

    private static string[] OfAlertmanager(ServerProcess server)
    {
        File.WriteAllText(Path.Combine(server.Folder, "alertmanager.yml"), Routes);
        return ["--config.file=alertmanager.yml", "--storage.path=data", $"--web.listen-address=127.0.0.1:{server.Port}", "--cluster.listen-address="];
    }

    private string[] OfPrometheus(ServerProcess server)
    {
        File.WriteAllText(Path.Combine(server.Folder, "rules.yml"), Rules);
        File.WriteAllText(Path.Combine(server.Folder, "prometheus.yml"), $$$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {cluster: test, severity: not-used}}
            alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:{{{alertmanager!.Port}}}"]}]}]}
            rule_files: [rules.yml]
            scrape_configs:
            - {job_name: self, static_configs: [{targets: ["127.0.0.1:{{{server.Port}}}"]}]}
            - {job_name: gone, static_configs: [{targets: ["127.0.0.1:1"]}]}
            """);

        // What fires before it has found the Alertmanager is lost until it is sent again, a minute later as a rule.
        return ["--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{server.Port}", "--rules.alert.resend-delay=1s"];
    }
}
