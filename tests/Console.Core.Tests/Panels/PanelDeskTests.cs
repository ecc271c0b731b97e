using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Metrics;
using OpsConsole.Panels;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Panels;

public sealed class PanelDeskTests : IDisposable
{
    private static readonly SystemProfile System = BoardWorld.System("a");
    private readonly ScriptedMetrics prom = new();
    private readonly FakeTime time = new(BoardWorld.Noon);
    private readonly PanelDesk desk;

    public PanelDeskTests()
    {
        prom.Range = (_, range) => [new Series(LabelSet.Empty, [new Point(range.From, 1), new Point(range.To, 2)])];
        desk = new PanelDesk(new MetricSources([prom]), Options.Create(new PanelOptions { AtOnce = 3 }), time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Fifty_who_look_at_twenty_charts_cost_twenty_requests_and_never_more_than_are_allowed_at_once()
    {
        var panels = Enumerable.Range(0, 20).Select(i => Panel($"q{i}", $"r{i}")).ToArray();

        var all = await Task.WhenAll(Enumerable.Range(0, 50).SelectMany(_ => panels.Select(panel => ReadAsync(panel))));

        Assert.All(all, data => Assert.Equal((2, null), (data.Lines.Length, data.Problem)));
        Assert.Equal(20, prom.Requests);
        Assert.InRange(prom.MostUnderWay, 1, 3);
    }

    [Fact]
    public async Task Within_a_step_nothing_new_is_asked_and_after_it_once()
    {
        await ReadAsync(Panel("q"));
        time.Advance(TimeSpan.FromSeconds(50));
        await ReadAsync(Panel("q"));
        Assert.Equal(1, prom.Requests);
        time.Advance(TimeSpan.FromSeconds(10));
        await ReadAsync(Panel("q"));
        Assert.Equal(2, prom.Requests);
    }

    [Fact]
    public async Task A_request_that_nobody_waits_for_any_more_is_given_up()
    {
        prom.Gate = new TaskCompletionSource().Task;
        using var leaves = new CancellationTokenSource();
        var reading = new[] { 1, 2, 3 }.Select(_ => ReadAsync(Panel("slow"), leaves.Token)).ToArray();
        await Eventually.SoAsync(() => Task.FromResult<bool?>(prom.Requests == 1 ? true : null), TimeSpan.FromSeconds(45), Cancellation);

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(reading));

        // The slot is free again: with all three taken by the dead, this one would wait for ever.
        prom.Gate = Task.CompletedTask;
        Assert.Null((await ReadAsync(Panel("other"))).Problem);
    }

    [Fact]
    public async Task A_source_that_is_away_says_so_in_its_own_words_and_is_asked_again_soon()
    {
        prom.Down = ScriptedMetrics.Unreachable("connection refused");
        var data = await ReadAsync(Panel("q"));
        Assert.Equal(("connection refused", true, 0), (data.Problem, data.IsSilent, data.Lines.Length));

        prom.Down = null;
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null((await ReadAsync(Panel("q"))).Problem);
    }

    [Fact]
    public async Task An_expression_that_is_refused_keeps_its_own_error_and_the_others_their_lines()
    {
        prom.Range = (promql, range) => promql == "bad"
            ? throw ScriptedMetrics.Invalid("parse error: unexpected identifier")
            : [new Series(LabelSet.Empty, [new Point(range.To, 1)])];

        var data = await ReadAsync(Panel("good", "bad"));

        Assert.Equal(("parse error: unexpected identifier", false, "good"), (data.Problem, data.IsSilent, Assert.Single(data.Lines).Legend));
    }

    [Fact]
    public async Task Of_ten_thousand_series_the_first_twenty_by_last_value_are_kept_and_all_are_counted()
    {
        prom.Range = (promql, range) => promql == "one"
            ? [new Series(LabelSet.Empty, [new Point(range.To, -5)])]
            : [.. Enumerable.Range(0, 10_000).Select(i => new Series(LabelSet.Of(("pod", $"p{i}")), [new Point(range.From, 10_000 - i), new Point(range.To, i)]))];

        var data = await ReadAsync(new PanelProfile("Wide", "x", [new("many", "{pod}"), new("one", "one")], null, string.Empty));

        Assert.Equal(10_001, data.Series);
        Assert.Equal(Enumerable.Range(9_980, 20).Reverse().Select(i => $"p{i}"), data.Lines.Select(line => line.Legend));
    }

    [Fact]
    public async Task No_series_is_told_as_such_and_not_as_zero()
    {
        prom.Range = (_, _) => [];

        var data = await ReadAsync(Panel("q"));

        Assert.Equal(("no series", 0, false), (data.Problem, data.Lines.Length, data.IsSilent));
    }

    [Fact]
    public async Task A_profile_that_names_a_source_that_is_not_there_is_told_which_there_are()
    {
        var data = await desk.ReadAsync(System with { Metrics = "other" }, Panel("q"), PanelRange.Last(TimeSpan.FromHours(3)).At(time.GetUtcNow(), 240), Cancellation);

        Assert.Equal("no metric source is named 'other'; configured: prom", data.Problem);
    }

    private static PanelProfile Panel(params string[] queries) => new("Panel", "s", [.. queries.Select(query => new PanelQuery(query, query))], null, string.Empty);

    private Task<PanelData> ReadAsync(PanelProfile panel, CancellationToken? cancellation = null) =>
        desk.ReadAsync(System, panel, PanelRange.Last(TimeSpan.FromHours(3)).At(time.GetUtcNow(), 240), cancellation ?? Cancellation);
}
