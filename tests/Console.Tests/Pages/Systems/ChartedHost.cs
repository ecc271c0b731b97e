using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;
using OpsConsole.Upstream;

namespace OpsConsole.Tests.Pages.Systems;

/// <summary>A console that knows a system with charts, and a source that answers as it is told.</summary>
internal sealed class ChartedHost : IAsyncDisposable
{
    public const string Hostile = "=cmd|' /C calc'!A0</text><script>alert(1)</script>\u0001";

    public static readonly PanelProfile Requests = new("Requests", "req/s", [new("requests", "{pod}")], 50, string.Empty);

    public static readonly PanelProfile Latency = new("Latency", "s", [new("p50", "p50"), new("p95", "p95")], null, "Speed");

    private readonly ConsoleHost console;

    private ChartedHost(ConsoleHost console, Answering source) => (this.console, Source) = (console, source);

    public Answering Source { get; }

    public ConsoleHost Console => console;

    public SignedIn Viewer { get; private set; } = null!;

    public static async Task<ChartedHost> StartAsync()
    {
        var source = new Answering();
        var console = ConsoleHost.StartForStrangers(services => services.AddSingleton(new MetricSources([source])));
        Known.Fine(console.Live);
        console.Live.Systems.Observed(new([new(Known.Billing with { Panels = [Requests, Latency] }, [], "billing.yaml"), new(Known.Search, [], "search.yaml")], []));
        Known.Compose(console.Live);
        return new ChartedHost(console, source) { Viewer = await console.SignInAsync(ConsoleHost.Viewer) };
    }

    public async Task<(int Status, string Text, HttpResponseMessage Answer)> GetAsync(string path)
    {
        var answer = await Viewer.Http.GetAsync(new Uri(console.Address, path), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
    }

    public async ValueTask DisposeAsync()
    {
        Viewer.Dispose();
        await console.DisposeAsync();
    }

    /// <summary>Answers every expression with what the test says, and keeps what it was asked.</summary>
    internal sealed class Answering : IMetricSource
    {
        public string Name => "main";

        public ConcurrentQueue<(string Promql, QueryRange Range)> Asked { get; } = [];

        public Func<QueryRange, Series[]> Answer { get; set; } = range =>
            [new(LabelSet.Of(("pod", "pod-1")), [new(range.From, -1.5), new(range.To, 12)]), new(LabelSet.Of(("pod", "pod-2")), [new(range.To, 7)])];

        public string? Away { get; set; }

        public Task<InstantAnswer> QueryAsync(string promql, CancellationToken cancellation) => Task.FromResult(new InstantAnswer([], []));

        public Task<RangeAnswer> QueryRangeAsync(string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellation)
        {
            var range = new QueryRange(from, to, step);
            Asked.Enqueue((promql, range));
            return Away is { } words ? throw new UpstreamException("main", UpstreamFault.Unreachable, words) : Task.FromResult(new RangeAnswer([.. Answer(range)], []));
        }

        public Uri? GraphOf(IReadOnlyList<string> expressions, TimeSpan length, DateTimeOffset? to) => new($"https://prometheus.example.com/graph?g0.expr={expressions[0]}");
    }
}
