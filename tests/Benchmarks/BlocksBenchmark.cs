using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>
/// The live blocks of the runbook that has the most: all at once, as a page asks them, beside one after the other; and by many viewers at once. The Prometheus waits
/// the same time with each answer, so that what is compared is the order of the questions alone.
/// </summary>
internal static class BlocksBenchmark
{
    private const int Warm = 3;
    private const int Rounds = 20;
    private const int Viewers = 50;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);

    // Longer than an answer is shared.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CancellationToken cancellation)
    {
        var runbook = RunbookFolder.Read(Repository.At("runbooks")).All.MaxBy(one => Live(one).Length)!;
        await using var prometheus = await SlowPrometheus.StartAsync(Wait, cancellation);
        var clock = new LaterTime();
        await using var services = Services(prometheus, clock);
        var page = new Page(services.GetRequiredService<LiveBlocks>(), runbook, Profile(runbook), Scene(runbook));
        var ways = new (string Name, Func<Task> Ask)[]
        {
            ("one after the other", () => page.InTurnAsync(cancellation)),
            ("all at once, 1 viewer", () => page.AtOnceAsync(cancellation)),
            (string.Create(CultureInfo.InvariantCulture, $"all at once, {Viewers} viewers"), () => Task.WhenAll(Enumerable.Range(0, Viewers).Select(_ => page.AtOnceAsync(cancellation)))),
        };
        var seen = ways.Select(_ => (Took: new Figures(), Asked: new Figures())).ToArray();

        // In turns: what else the machine does meets all of them alike.
        for (var round = -Warm; round < Rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                clock.GoOn(Between);
                var (before, begin) = (prometheus.Asked, Stopwatch.GetTimestamp());
                await ways[way].Ask();
                if (round >= 0)
                {
                    seen[way].Took.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                    seen[way].Asked.Add(prometheus.Asked - before);
                }
            }
        }

        Print(runbook, [.. ways.Select(way => way.Name)], seen);
    }

    private static void Print(Runbook runbook, string[] ways, (Figures Took, Figures Asked)[] seen)
    {
        var live = Live(runbook);
        var table = new Table(
            $"{runbook.File}, {live.Length} live blocks ({live.OfType<PromqlBlock>().Count()} promql), {Wait.TotalMilliseconds:0} ms for each answer: until the last answer, load {Machine.Load}",
            "what", "ms, median / 95th", "times as fast", "requests, median / worst");
        for (var way = 0; way < ways.Length; way++)
        {
            table.Add(
                ways[way], seen[way].Took.ToString(), Figures.Show(seen[0].Took.Median / seen[way].Took.Median), string.Create(CultureInfo.InvariantCulture, $"{seen[way].Asked.Median} / {seen[way].Asked.Worst}"));
        }

        table.Print();
    }

    private static RunbookBlock[] Live(Runbook runbook) => [.. runbook.Blocks.Where(block => block is PromqlBlock or KubectlBlock)];

    private static SystemProfile? Profile(Runbook runbook)
    {
        var reader = new CatalogReader(Repository.At("systems"));
        reader.Refresh();
        return runbook.System is { } system ? reader.Current.Find(system)?.Profile : null;
    }

    // Every template has a value, so that every block is asked.
    private static RunbookScene Scene(Runbook runbook) => new(
        runbook.Blocks.SelectMany(block => Template.Fill(block.Text, RunbookScene.Nothing).Missing).Distinct().ToImmutableSortedDictionary(name => name, _ => "x", StringComparer.Ordinal), true);

    private static ServiceProvider Services(SlowPrometheus prometheus, TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Upstreams:Prometheus:0:Name", "main"), new("Upstreams:Prometheus:0:Url", prometheus.Address)]).Build();
        return new ServiceCollection().AddLogging().AddSingleton(clock).AddUpstreams(configuration).AddRemediation(configuration).AddRunbooks()
            .AddSingleton<IAccessRules>(new AccessRules([new Grant(Role.Viewer, ["everybody"], [], [], [], "access.yaml:1")])).BuildServiceProvider();
    }

    /// <summary>A runbook as a page shows it.</summary>
    private sealed class Page(LiveBlocks blocks, Runbook runbook, SystemProfile? system, RunbookScene scene)
    {
        private static readonly Person Viewer = new("vera", "Vera", ["everybody"], SignInMethod.Local);

        public Task AtOnceAsync(CancellationToken cancellation) => Task.WhenAll(Live(runbook).Select(block => AskAsync(block, cancellation)));

        public async Task InTurnAsync(CancellationToken cancellation)
        {
            foreach (var block in Live(runbook))
            {
                await AskAsync(block, cancellation);
            }
        }

        // A failure would be quick: it must not be measured as an answer.
        private async Task AskAsync(RunbookBlock block, CancellationToken cancellation)
        {
            var answers = await blocks.AnswerAsync(block, system, scene, Viewer, cancellation);
            if (block is PromqlBlock && answers is not [{ Result: FiguresResult { All: 3, Note: null } }])
            {
                throw new InvalidOperationException($"Line {block.Line} of {runbook.File} is not answered: {string.Join(' ', answers.Select(answer => answer.Result))}");
            }
        }
    }

    /// <summary>The time, with leaps: what was shared a moment ago is old after one.</summary>
    private sealed class LaterTime : TimeProvider
    {
        private long leapt;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref leapt);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(Interlocked.Read(ref leapt) / (double)TimestampFrequency);

        public void GoOn(TimeSpan by) => Interlocked.Add(ref leapt, (long)(by.TotalSeconds * TimestampFrequency));
    }
}
