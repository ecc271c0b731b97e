using System.Diagnostics;
using System.Globalization;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Benchmarks;

/// <summary>
/// The record on both databases: how fast it is appended to, beside plain inserts of the same database with the same durability; and how long one
/// page out of a million entries takes.
/// </summary>
internal static class AuditBenchmark
{
    private const int Entries = 1_000_000;
    private const int Waiting = 400;
    private const int Writers = 8;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var rates = new Table("Entries a second", "what", "SQLite", "PostgreSQL");
        var pages = new Table($"One page of 50 out of {Entries:N0} entries: ms, median / 95th", "filter", "SQLite", "PostgreSQL");
        var folder = Directory.CreateTempSubdirectory("ops-console-audit-");
        try
        {
            await using var server = await PostgresServer.StartNewAsync(cancellation);
            var columns = new[]
            {
                await MeasureAsync(Database.Sqlite(Path.Combine(folder.FullName, "console.db")), folder.CreateSubdirectory("sqlite").FullName, cancellation),
                await MeasureAsync(Database.PostgreSql(await server.NewDatabaseAsync(cancellation)), folder.CreateSubdirectory("postgresql").FullName, cancellation),
            };
            Fill(rates, columns.Select(column => column.Rates).ToArray());
            Fill(pages, columns.Select(column => column.Pages.ToDictionary(page => page.Key, page => page.Value.ToString())).ToArray());
            rates.Print();
            pages.Print();
            Budget("SQLite", columns[0].Pages);
            Budget("PostgreSQL", columns[1].Pages);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The slowest of all filters counts.
    private static void Budget(string store, Dictionary<string, Figures> pages)
    {
        var (filter, figures) = pages.MaxBy(page => page.Value.P95);
        Budgets.AddTime($"a page out of {Entries:N0} entries on {store}, slowest filter ({filter}), p95", figures.P95, $"no filter: {Figures.Show(pages["none"].P95)} ms", 50);
    }

    private static void Fill(Table table, Dictionary<string, string>[] columns)
    {
        foreach (var name in columns[0].Keys)
        {
            table.Add([name, .. columns.Select(column => column[name])]);
        }
    }

    private static async Task<(Dictionary<string, string> Rates, Dictionary<string, Figures> Pages)> MeasureAsync(Database database, string folder, CancellationToken cancellation)
    {
        await using var record = await OpenRecord.OpenAsync(database, folder, cancellation);
        var plain = new PlainInserts(database);
        await plain.PrepareAsync(cancellation);
        var rates = new Dictionary<string, string>
        {
            ["plain insert, 1 writer, a commit each"] = await RateAsync(1, 1, _ => plain.InsertAsync(1, cancellation)),
            ["plain insert, 8 writers, a commit each"] = await RateAsync(Writers, 1, _ => plain.InsertAsync(1, cancellation)),
            ["plain insert, 1 writer, 100 in a commit"] = await RateAsync(1, 100, _ => plain.InsertAsync(100, cancellation)),
            ["audit entry, 1 writer that waits for each"] = await RateAsync(1, 1, number => record.AppendAsync(number, cancellation)),
            ["audit entry, 8 writers that wait for each"] = await RateAsync(Writers, 1, number => record.AppendAsync(number, cancellation)),
            [$"audit entry, {Waiting} that wait together"] = await RateAsync(Waiting, 1, number => record.AppendAsync(number, cancellation)),
        };
        Console.WriteLine($"{database.Dialect}: filling up to {Entries:N0} entries (load {Machine.Load}) ...");
        await record.FillAsync(Entries, cancellation);
        return (rates, await AuditPages.MeasureAsync(record.Reader, cancellation));
    }

    /// <summary>How many a second, while so many do it one after the other.</summary>
    private static async Task<string> RateAsync(int writers, int each, Func<int, Task> write)
    {
        var done = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < Span)
            {
                await write(Interlocked.Increment(ref done));
            }
        })));
        return (done * each / watch.Elapsed.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
    }
}
