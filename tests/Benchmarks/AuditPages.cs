using System.Diagnostics;
using OpsConsole.Audit;

namespace OpsConsole.Benchmarks;

/// <summary>Pages of the record by each kind of filter, with other values each time.</summary>
internal static class AuditPages
{
    private const int Warm = 5;
    private const int Runs = 100;

    public static async Task<Dictionary<string, Figures>> MeasureAsync(IAuditReader reader, CancellationToken cancellation)
    {
        var newest = (await reader.ReadAsync(new AuditQuery { Size = 1 }, cancellation)).Entries[0];
        var oldest = (await reader.FindAsync(1, cancellation))!;
        var middle = (await reader.FindAsync(newest.Sequence / 2, cancellation))!;
        string Correlation(int run) => run % 2 == 0 ? middle.Correlation : newest.Correlation;
        var kinds = new Dictionary<string, Func<int, AuditQuery>>
        {
            ["none"] = _ => new(),
            ["none, deep inside"] = run => new() { Before = newest.Sequence - (run * 9000) },
            ["time, an hour long ago"] = run => new() { From = oldest.At.AddSeconds(run), To = oldest.At.AddSeconds(run + 1) },
            ["person"] = run => new() { Actor = $"PERSON {run % OpenRecord.People}" },
            ["person, deep inside"] = run => new() { Actor = $"subject-{run % OpenRecord.People}", Before = newest.Sequence - (run * 9000) },
            ["system"] = _ => new() { System = "beta" },
            ["action"] = _ => new() { Action = "sign-in" },
            ["action, rare"] = _ => new() { Action = "rare-action" },
            ["stage"] = _ => new() { Stage = AuditStage.Denied },
            ["target"] = run => new() { Target = $"alpha/workload-{run * 5 % 500}" },
            ["correlation"] = run => new() { Correlation = Correlation(run) },
            ["text, in every entry"] = _ => new() { Text = "renewing" },
            ["text, one letter"] = run => new() { Text = "abdegisw"[run % 8].ToString() },
            ["text, in a few"] = run => new() { Text = $"incident {run * 400}" },
            ["text, rare"] = _ => new() { Text = "needle hay" },
            ["text, in none"] = run => new() { Text = $"nothing{run}" },
            ["person and text and stage"] = run => new() { Actor = $"person {run * 10 % OpenRecord.People}", Text = "holder", Stage = AuditStage.Denied },
            ["person and system that never meet"] = run => new() { Actor = $"person {run * 5 % OpenRecord.People}", System = "beta" },
            ["person unknown"] = run => new() { Actor = $"nobody {run}" },
        };
        var figures = new Dictionary<string, Figures>();
        foreach (var (name, query) in kinds)
        {
            figures[name] = await MeasureAsync(reader, query, cancellation);
        }

        return figures;
    }

    private static async Task<Figures> MeasureAsync(IAuditReader reader, Func<int, AuditQuery> query, CancellationToken cancellation)
    {
        var figures = new Figures();
        for (var run = -Warm; run < Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await reader.ReadAsync(query(Math.Abs(run)), cancellation);
            if (run >= 0)
            {
                figures.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        return figures;
    }
}
