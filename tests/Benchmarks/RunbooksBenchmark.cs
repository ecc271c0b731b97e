using System.Collections.Immutable;
using System.Diagnostics;
using OpsConsole.Runbooks;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>The longest runbook of the repository, made ready to show: read and rendered anew each time, rendered alone, and taken from what is kept.</summary>
internal static class RunbooksBenchmark
{
    private const int Warm = 50;
    private const int Runs = 500;
    private const string Here = "alerts/0123456789abcdef";

    public static Task RunAsync(CancellationToken cancellation)
    {
        var file = Directory.EnumerateDirectories(Repository.At("runbooks")).SelectMany(Directory.EnumerateFiles).MaxBy(path => new FileInfo(path).Length)!;
        var longest = RunbookReader.Read(Path.GetFileName(Path.GetDirectoryName(file))!, Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
        var scene = new RunbookScene(
            ImmutableSortedDictionary<string, string>.Empty.Add("labels.namespace", "production").Add("labels.pod", "worker-0").Add("alert.starts_at", "2026-11-29 12:00").Add("annotations.summary", "Something is slow"), true);
        using var kept = new RenderedRunbooks();
        var ways = new (string Name, Func<RenderedRunbook> Make)[]
        {
            ("read and rendered", () => RunbookRenderer.Render(RunbookReader.Read(longest.Folder, longest.Slug, longest.Text), scene, Here)),
            ("rendered", () => RunbookRenderer.Render(longest, scene, Here)),
            ("kept", () => kept.Get(longest, scene, Here)),
        };
        var figures = ways.Select(_ => new Figures()).ToArray();

        // In turns: what else the machine does meets all of them alike.
        for (var run = -Warm; run < Runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var way = 0; way < ways.Length; way++)
            {
                var begin = Stopwatch.GetTimestamp();
                ways[way].Make();
                if (run >= 0)
                {
                    figures[way].Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
                }
            }
        }

        var table = new Table($"{longest.File}, {longest.Text.Length:N0} characters: microseconds, load {Machine.Load}", "what", "median / 95th", "times as fast as reading");
        for (var way = 0; way < ways.Length; way++)
        {
            table.Add(ways[way].Name, figures[way].ToString(), Figures.Show(figures[0].Median / figures[way].Median));
        }

        table.Print();
        return Task.CompletedTask;
    }
}
