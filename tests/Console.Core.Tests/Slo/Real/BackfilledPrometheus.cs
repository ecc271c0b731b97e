using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using OpsConsole.Core.Tests.RealServers;

namespace OpsConsole.Core.Tests.Slo.Real;

/// <summary>A real Prometheus that holds a day of many logs.</summary>
public sealed class BackfilledPrometheus : IAsyncLifetime
{
    private ServerProcess? server;

    /// <summary>The day's begin: long enough ago to be past, and on a whole day so that blocks are few.</summary>
    public DateTimeOffset Begin { get; } = new(TimeProvider.System.GetUtcNow().AddDays(-3).Date, TimeSpan.Zero);

    internal ImmutableArray<RequestLog> Logs { get; } = [.. Plans().Select(plan => new RequestLog(plan))];

    internal string Url => server!.Url;

    public async ValueTask InitializeAsync() => server = await ServerProcess.StartAsync("/usr/bin/prometheus", Arguments, "/-/ready", TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static IEnumerable<LogPlan> Plans()
    {
        for (var i = 0; i < 18; i++)
        {
            var scrape = TimeSpan.FromSeconds((i % 3) switch { 0 => 15, 1 => 30, _ => 60 });
            yield return new LogPlan(1000 + i, scrape, (i % 4) switch { 0 => 0.05, 1 => 0.7, 2 => 8, _ => 25 }, 1 + (i % 7), IsRough: i % 2 == 1);
        }
    }

    private IEnumerable<string> Arguments(ServerProcess made)
    {
        var data = Path.Combine(made.Folder, "data");
        if (!Directory.Exists(data))
        {
            var text = new StringBuilder("# HELP requests Requests.\n# TYPE requests counter\n");
            foreach (var (id, log) in Logs.Index())
            {
                log.Write(text, id, Begin);
            }

            File.WriteAllText(Path.Combine(made.Folder, "logs.om"), text.Append("# EOF\n").ToString());
            Backfill(made.Folder);
        }

        File.WriteAllText(Path.Combine(made.Folder, "prometheus.yml"), "global: {}\n");
        return ["--config.file=prometheus.yml", "--storage.tsdb.path=data", "--storage.tsdb.retention.time=10y", $"--web.listen-address=127.0.0.1:{made.Port}"];
    }

    private static void Backfill(string folder)
    {
        var start = new ProcessStartInfo("/usr/bin/promtool", ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=48h", "--quiet", "logs.om", "data"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var promtool = Process.Start(start)!;
        var (said, failed) = (promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        promtool.WaitForExit();
        Assert.True(promtool.ExitCode == 0, $"promtool: {said.Result} {failed.Result}");
    }
}
