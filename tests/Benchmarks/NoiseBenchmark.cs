using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Benchmarks;

/// <summary>The noise view's pass over a million transitions on both databases, and what a writer notices of it.</summary>
internal static class NoiseBenchmark
{
    private const int Transitions = 1_000_000;
    private const int Alerts = 6_000;
    private const int Days = 90;
    private const int Rounds = 5;

    private const string Fill = """
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @most - 1)
        INSERT INTO alert_transitions (fingerprint, at, from_state, to_state, system, name, severity, starts_at, away)
        SELECT CAST(1000000000000000 + (i / 2) % @alerts AS TEXT), @start + i * @step, CASE WHEN i % 2 = 0 THEN 'resolved' ELSE 'firing' END,
            CASE WHEN i % 2 = 0 THEN 'firing' ELSE 'resolved' END, 'system-' || CAST((i / 2) % 5 AS TEXT), 'Rule' || CAST((i / 2) % 300 AS TEXT), 'warning', @start + i * @step, 0 FROM n
        """;

    private const string Write = """
        INSERT INTO alert_transitions (fingerprint, at, from_state, to_state, system, name, severity, starts_at, away) VALUES ('written', @at, 'resolved', 'firing', 'x', 'x', 'info', @at, 0)
        """;

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var table = new Table($"The noise of {Transitions:N0} transitions of {Alerts:N0} alerts in {Days} days", "what", "SQLite", "PostgreSQL");
        var folder = Directory.CreateTempSubdirectory("ops-console-noise-");
        try
        {
            await using var server = await PostgresServer.StartNewAsync(cancellation);
            var columns = new[]
            {
                await MeasureAsync(Database.Sqlite(Path.Combine(folder.FullName, "console.db")), cancellation),
                await MeasureAsync(Database.PostgreSql(await server.NewDatabaseAsync(cancellation)), cancellation),
            };
            foreach (var name in columns[0].Keys)
            {
                table.Add(name, columns[0][name], columns[1][name]);
            }

            table.Print();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Dictionary<string, string>> MeasureAsync(Database database, CancellationToken cancellation)
    {
        await using var _ = database;
        await Migrations.ApplyAsync(database, TimeProvider.System, cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var start = StoredTime.Of(now.AddDays(-Days).AddMinutes(1));
        Console.WriteLine($"{database.Dialect}: filling {Transitions:N0} transitions (load {Machine.Load}) ...");
        await database.WriteAsync(work => work.ExecuteAsync(
            Fill, new { most = Transitions, alerts = Alerts, start, step = ((long)TimeSpan.FromDays(Days).TotalMicroseconds - 120_000_000) / Transitions }, cancellation), cancellation);
        var told = new Dictionary<string, string>();
        foreach (var days in NoiseDesk.Periods)
        {
            var (times, report) = (new List<double>(), (NoiseReport?)null);
            for (var round = 0; round < Rounds; round++)
            {
                var begun = Stopwatch.GetTimestamp();
                report = await Desk(database).ReadAsync(days, cancellation);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            told[$"one pass, {days} d, ms, median / worst"] = $"{Shown(times, .5)} / {Shown(times, 1)}";
            told[$"transitions read, {days} d"] = report!.Read.ToString("N0", CultureInfo.InvariantCulture);
        }

        told["a transition stored, nobody reads, ms, median / 95th / worst"] = await WritesAsync(database, () => Task.Delay(TimeSpan.FromSeconds(3), cancellation), cancellation);
        told["a transition stored during a pass, ms, median / 95th / worst"] = await WritesAsync(database, () => Desk(database).ReadAsync(Days, cancellation), cancellation);
        return told;
    }

    // A new one each time: what one has read it keeps for a minute.
    private static NoiseDesk Desk(Database database) =>
        new ServiceCollection().AddSingleton(database).AddSingleton(TimeProvider.System).AddNoise().BuildServiceProvider().GetRequiredService<NoiseDesk>();

    private static async Task<string> WritesAsync(Database database, Func<Task> meanwhile, CancellationToken cancellation)
    {
        var (times, other) = (new List<double>(), meanwhile());
        while (!other.IsCompleted)
        {
            var begun = Stopwatch.GetTimestamp();
            await database.WriteAsync(work => work.ExecuteAsync(Write, new { at = StoredTime.Of(TimeProvider.System.GetUtcNow()) }, cancellation), cancellation);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        await other;
        return $"{Shown(times, .5)} / {Shown(times, .95)} / {Shown(times, 1)}";
    }

    private static string Shown(List<double> times, double share)
    {
        times.Sort();
        return Figures.Show(times[Math.Min(times.Count - 1, (int)(times.Count * share))]);
    }
}
