using System.Globalization;
using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Metrics;
using OpsConsole.Panels;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Panels;

/// <summary>Charts of a real Prometheus, which counts what it is asked itself.</summary>
public sealed class RealPanelsTests : IClassFixture<RealMonitoring>, IAsyncDisposable
{
    private static readonly SystemProfile System = BoardWorld.System("a");
    private readonly RealMonitoring real;
    private readonly TestUpstreams upstreams;
    private readonly PanelDesk desk;

    public RealPanelsTests(RealMonitoring real)
    {
        this.real = real;
        upstreams = TestUpstreams.OfPrometheus(real.Prometheus.Url, ("Prometheus:0:ExternalUrl", "https://prometheus.example.com/base"));
        desk = new PanelDesk(new MetricSources([upstreams.Prometheus]), Options.Create(new PanelOptions()), TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        desk.Dispose();
        return upstreams.DisposeAsync();
    }

    [Fact]
    public async Task Fifty_who_look_at_twenty_charts_cost_the_source_twenty_range_queries()
    {
        var range = PanelRange.Last(TimeSpan.FromMinutes(15)).At(TimeProvider.System.GetUtcNow(), 240);
        PanelProfile[] panels = [.. Enumerable.Range(0, 20).Select(i => Panel($"vector({i})", $"vector({i}) + 1"))];
        var before = await RangeQueriesAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 50).SelectMany(_ => panels.Select(panel => desk.ReadAsync(System, panel, range, Cancellation))));

        Assert.All(all, data => Assert.Equal((2, null), (data.Lines.Length, data.Problem)));
        Assert.Equal(20, await RangeQueriesAsync() - before);
    }

    [Fact]
    public async Task Of_very_many_series_those_with_the_largest_last_values_are_kept_while_the_answer_is_read()
    {
        // Every series that the server has of itself, and one expression beside it that must not be crowded out.
        var wide = Panel("""sort({job="self"}) or vector(0)""", "vector(-1)");
        var data = await Eventually.GetAsync(() => desk.ReadAsync(System, wide, Now(), Cancellation), it => it.Series > 300, Cancellation);

        Assert.Equal(20, data.Lines.Length);
        var last = data.Lines.Select(line => line.Last!.Value).ToArray();
        Assert.Equal(last.OrderDescending(), last);
    }

    [Fact]
    public async Task What_the_source_says_of_an_expression_it_can_t_read_is_told()
    {
        var range = PanelRange.Last(TimeSpan.FromMinutes(15)).At(TimeProvider.System.GetUtcNow(), 240);

        Assert.Contains("parse error", (await desk.ReadAsync(System, Panel("rate(x[5m]) by (pod)"), range, Cancellation)).Problem, StringComparison.Ordinal);
        Assert.Equal("no series", (await desk.ReadAsync(System, Panel("nobody_reports_this"), range, Cancellation)).Problem);
        Assert.Equal("no series", (await desk.ReadAsync(System, Panel("vector(0) / 0"), range, Cancellation)).Problem);
    }

    [Fact]
    public async Task The_link_to_the_source_s_own_page_leads_to_the_same_expressions()
    {
        var hostile = """sum(x{a="b&c=d#e"}) % 2""";
        var address = desk.SourcePageOf(System, Panel(hostile, "up"), PanelRange.Last(TimeSpan.FromHours(6)))!;

        Assert.StartsWith("https://prometheus.example.com/base/graph?g0.expr=", address.AbsoluteUri, StringComparison.Ordinal);
        var fields = address.Query.TrimStart('?').Split('&').Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1]));
        Assert.Equal((hostile, "up", "360m", false), (fields["g0.expr"], fields["g1.expr"], fields["g0.range_input"], fields.ContainsKey("g0.end_input")));

        var past = PanelRange.Read(null, "2026-11-20T10:00Z", "2026-11-20T12:00Z", TimeZoneInfo.Utc, TimeSpan.FromHours(3), new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)).Value;
        Assert.Contains("g0.end_input=2026-11-20%2012%3A00%3A00", desk.SourcePageOf(System, Panel("up"), past)!.AbsoluteUri, StringComparison.Ordinal);

        // And its own page takes them.
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{real.Prometheus.Url}/graph{address.Query}"), Cancellation);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static PanelProfile Panel(params string[] queries) => new("Panel", "s", [.. queries.Select(query => new PanelQuery(query, query))], null, string.Empty);

    // To the millisecond: nothing of it is known from before.
    private static QueryRange Now() => QueryRange.Until(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1)) with { Step = TimeSpan.FromSeconds(5) };

    private async Task<double> RangeQueriesAsync()
    {
        using var http = new HttpClient();
        var page = await http.GetStringAsync(new Uri($"{real.Prometheus.Url}/metrics"), Cancellation);
        return page.Split('\n').Where(line => line.StartsWith("prometheus_http_requests_total{", StringComparison.Ordinal) && line.Contains("handler=\"/api/v1/query_range\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
