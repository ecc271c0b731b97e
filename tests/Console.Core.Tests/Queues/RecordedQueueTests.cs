using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Queues;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Queues;

/// <summary>Queues whose past stands in a real Prometheus: what the collector makes of their counters, resets and gaps.</summary>
public sealed class RecordedQueueTests : IAsyncLifetime
{
    private const int Scrape = 15;
    private static readonly TimeSpan Past = TimeSpan.FromHours(3);
    private ServerProcess? prometheus;

    public async ValueTask InitializeAsync() => prometheus = await ServerProcess.StartAsync("/usr/bin/prometheus", Start, "/-/ready", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (prometheus is not null)
        {
            await prometheus.DisposeAsync();
        }
    }

    [Fact]
    public async Task Forecasts_over_recorded_histories_hold_where_the_queue_went_on_and_are_silent_where_it_did_not()
    {
        var board = await ReadAsync("steady", "restarted", "gap", "turns");
        var (steady, restarted, gap, turns) = (board.Queues[0].BackTest!, board.Queues[1].BackTest!, board.Queues[2].BackTest!, board.Queues[3].BackTest!);

        // What goes on as it went: nearly all hold, also half an hour later.
        Assert.All(BackTest.Horizons, horizon => AssertHeld(steady.After(horizon), 0.8));

        // A worker's counter that begins anew at zero is no arrival and no completion.
        AssertHeld(restarted.After(BackTest.Horizons[0]), 0.8);
        Assert.InRange(board.Queues[1].OutRate!.Value, 1, 40);

        // Minutes without a scrape are judged by nobody.
        Assert.Contains(gap.Forecasts, past => past.Checks.Any(check => check is { Was: null, Held: null } && past.At + check.After < TimeProvider.System.GetUtcNow()));
        Assert.True(gap.Forecasts.Length < BackTester.Most, "in the gap there is no depth, and no forecast");

        // One that fills and drains every few minutes.
        Assert.True(turns.After(BackTest.Horizons[0]) is var (held, of) && held * 2 < of, $"{turns.After(BackTest.Horizons[0])}");
        Assert.Equal(DrainOutlook.Silent, board.Queues[3].Forecast.Outlook);
    }

    private static void AssertHeld(Coverage coverage, double share) => Assert.True(coverage.Of >= 8 && coverage.Held >= coverage.Of * share, $"{coverage.Held} of {coverage.Of} held");

    private async Task<QueueBoard> ReadAsync(params string[] names)
    {
        await using var upstreams = TestUpstreams.OfPrometheus(prometheus!.Url);
        var live = new LiveState(TimeProvider.System);
        live.Systems.Observed(new SystemCatalog([new LoadedSystem(BoardWorld.System("a") with { Queues = [.. names.Select(Profile)] }, [], "systems/a.yaml")], []));
        using var collector = new QueueCollector(live, new MetricSources([upstreams.Prometheus]), Options.Create(new QueueOptions()), TimeProvider.System);
        await collector.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            return (await BoardWorld.UntilAsync(live.Queues, snapshot => snapshot.Value is { } board && board.Queues.All(queue => queue.BackTest is not null))).Value!;
        }
        finally
        {
            await collector.StopAsync(CancellationToken.None);
        }
    }

    private static QueueProfile Profile(string name) => new(
        name, name, "items", $"max(depth{{queue=\"{name}\"}})", null, null, $"sum(rate(came_total{{queue=\"{name}\"}}[5m]))", $"sum(rate(went_total{{queue=\"{name}\"}}[5m]))", null, null, 1000, null, null);

    private static string[] Start(ServerProcess server)
    {
        File.WriteAllText(Path.Combine(server.Folder, "prometheus.yml"), "global: {scrape_interval: 15s}\n");
        File.WriteAllText(Path.Combine(server.Folder, "past.om"), History(TimeProvider.System.GetUtcNow()));
        using var promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", ["tsdb", "create-blocks-from", "openmetrics", "past.om", "data"]) { WorkingDirectory = server.Folder, RedirectStandardOutput = true })!;
        var said = promtool.StandardOutput.ReadToEnd();
        promtool.WaitForExit();
        Assert.True(promtool.ExitCode == 0, said);
        return ["--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{server.Port}"];
    }

    private static string History(DateTimeOffset now)
    {
        var (begin, rows) = (now - Past, (int)(Past.TotalSeconds / Scrape));
        var samples = new List<(string Queue, List<(double Depth, double Came, double Went)> Rows)>
        {
            ("steady", Run(3, 60_000, rows, _ => (20, 24))),
            ("restarted", Restarted(Run(5, 60_000, rows, _ => (20, 24)))),
            ("gap", Run(7, 60_000, rows, _ => (20, 24))),

            // On the ten minutes of the clock, as the forecasts are on its five: each is made where it turns, or half way to there.
            ("turns", Run(11, 30_000, rows, row => begin.AddSeconds(row * Scrape).ToUnixTimeSeconds() / 600 % 2 == 0 ? (30, 5) : (5, 30))),
        };
        var text = new StringBuilder();
        foreach (var (metric, type) in ((string, string)[])[("depth", "gauge"), ("came_total", "counter"), ("went_total", "counter")])
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Replace("_total", string.Empty, StringComparison.Ordinal)} {type}\n");
            foreach (var (queue, its) in samples)
            {
                foreach (var (row, (depth, came, went)) in its.Index())
                {
                    // A gap of a quarter of an hour, three quarters ago.
                    var at = begin.AddSeconds(row * Scrape);
                    if (queue != "gap" || now - at < TimeSpan.FromMinutes(40) || now - at > TimeSpan.FromMinutes(58))
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{metric}{{queue=\"{queue}\"}} {(metric == "depth" ? depth : metric == "came_total" ? came : went)} {at.ToUnixTimeSeconds()}\n");
                    }
                }
            }
        }

        return text.Append("# EOF\n").ToString();
    }

    private static List<(double Depth, double Came, double Went)> Restarted(List<(double Depth, double Came, double Went)> rows)
    {
        var cut = rows.Count - (int)(TimeSpan.FromMinutes(35).TotalSeconds / Scrape);
        return [.. rows.Index().Select(it => it.Index < cut ? it.Item : it.Item with { Came = it.Item.Came - rows[cut].Came, Went = it.Item.Went - rows[cut].Went })];
    }

    private static List<(double Depth, double Came, double Went)> Run(int seed, double depth, int count, Func<int, (double In, double Out)> rates)
    {
        var (random, rows, last) = (new Random(seed), new List<(double, double, double)>(), (Depth: depth, Came: 0.0, Went: 0.0));
        for (var row = 0; row <= count; row++)
        {
            var (comes, goes) = rates(row);
            var (came, went) = (Count(random, comes * Scrape), Math.Min(last.Depth, Count(random, goes * Scrape)));
            last = (last.Depth + came - went, last.Came + came, last.Went + went);
            rows.Add(last);
        }

        return rows;
    }

    private static double Count(Random random, double mean) =>
        Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));
}
