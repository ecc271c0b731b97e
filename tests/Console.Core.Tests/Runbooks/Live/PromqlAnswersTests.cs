using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Runbooks;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Runbooks.Live;

public sealed class PromqlAnswersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTime time = new(Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Comparison.Equal, 1, true, 1.0)]
    [InlineData(Comparison.Equal, 1, false, 1.0, 2.0)]
    [InlineData(Comparison.Equal, 1, false, double.NaN)]
    [InlineData(Comparison.Less, 5, false)]
    [InlineData(Comparison.Less, 5, false, double.PositiveInfinity)]
    [InlineData(Comparison.GreaterOrEqual, 5, true, 5.0, double.PositiveInfinity)]
    [InlineData(Comparison.None, 0, true)]
    [InlineData(Comparison.None, 0, false, 0.0)]
    [InlineData(Comparison.Some, 0, true, double.NaN)]
    public async Task An_expectation_is_met_by_every_series_or_not_at_all(Comparison kind, double value, bool isMet, params double[] values)
    {
        var source = new Source { Samples = [.. values.Select((it, at) => Of($"p{at}", it))] };
        var figures = Assert.IsType<FiguresResult>((await AnswerAsync(source, "up", new Expectation(kind, value))).Result);
        Assert.Equal((isMet, values.Length), (figures.IsMet, figures.All));
    }

    [Fact]
    public async Task Fifty_thousand_series_are_told_and_twenty_of_them_shown_largest_first()
    {
        var source = new Source { Samples = [.. Enumerable.Range(0, 50_000).Select(at => Of($"p{at}", at == 7 ? double.NaN : at))] };
        var figures = Assert.IsType<FiguresResult>((await AnswerAsync(source, "up", new Expectation(Comparison.Less, 60_000))).Result);
        Assert.Equal((50_000, 20, false), (figures.All, figures.Figures.Length, figures.IsMet));
        Assert.Equal((49_999, "pod=\"p49999\""), (figures.Figures[0].Value, figures.Figures[0].Labels));
        Assert.Equal([new Point(Noon, 1)], figures.Figures[0].Course);
    }

    [Fact]
    public async Task A_slow_source_is_left_after_eight_seconds_and_said_to_be_slow()
    {
        var source = new Source { Hangs = true };
        var answer = AnswerAsync(source, "up", null);
        await time.TimersAsync(3, Cancellation);
        time.Advance(TimeSpan.FromSeconds(8));
        var failed = Assert.IsType<FailedResult>((await answer).Result);
        Assert.Equal(("Prometheus main did not answer within 8 s", "main"), (failed.Why, failed.Source));
        Assert.Equal(TimeSpan.FromSeconds(8), source.Limit);
    }

    [Fact]
    public async Task A_refusal_keeps_the_servers_words_and_a_course_that_is_not_known_hides_no_figure()
    {
        var refused = Assert.IsType<FailedResult>((await AnswerAsync(new Source { Refuses = "parse error" }, "up(", null)).Result);
        Assert.Contains("parse error", refused.Why, StringComparison.Ordinal);
        var figures = Assert.IsType<FiguresResult>((await AnswerAsync(new Source { Samples = [Of("a", 1)], RefusesRange = "too long" }, "up", null)).Result);
        Assert.Equal((1, null), (figures.All, figures.IsMet));
        Assert.Contains("too long", figures.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_many_ask_within_two_seconds_is_asked_once()
    {
        var source = new Source { Samples = [Of("a", 1)] };
        var answers = new PromqlAnswers(new([source]), time);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => AskAsync(answers, "up")));
        Assert.Equal(1, source.Asked);
        time.Advance(TimeSpan.FromSeconds(1.9));
        await AskAsync(answers, "up");
        Assert.Equal(1, source.Asked);
        await AskAsync(answers, "down");
        Assert.Equal(2, source.Asked);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await AskAsync(answers, "up");
        Assert.Equal(3, source.Asked);
    }

    [Fact]
    public async Task One_viewer_who_leaves_takes_no_answer_from_the_others()
    {
        var shared = new SharedAnswers<string>(time);
        var came = new TaskCompletionSource<string>();
        using var leaves = new CancellationTokenSource();
        var first = shared.GetAsync("a", () => came.Task).WaitAsync(leaves.Token);
        var second = shared.GetAsync("a", () => throw new InvalidOperationException("asked twice"));
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        time.Advance(TimeSpan.FromMinutes(1));
        came.SetResult("yes");
        Assert.Equal("yes", await second);
    }

    [Fact]
    public void Evidence_reads_back_as_it_was_with_values_that_are_no_numbers()
    {
        BlockAnswer[] answers =
        [
            new("up", Noon, TimeSpan.FromMilliseconds(3), new FiguresResult(
                [new("a=\"1\"", double.NaN, [new Point(Noon, double.PositiveInfinity)]), new("", double.NegativeInfinity, [])], 2, "s", "= 1", false, ["partial"]) { Note = "n" }),
            new("kubectl get pods", Noon, TimeSpan.Zero, new TableResult(["NAME"], [["a"]], 1)),
            new("kubectl logs a", Noon, TimeSpan.Zero, new LinesResult(["<b>"], 9, "yaml")),
            new("kubectl delete pod a", Noon, TimeSpan.Zero, new NotAnsweredResult("why")),
            new("up", Noon, TimeSpan.Zero, new FailedResult("why", null)),
        ];
        var json = JsonSerializer.Serialize(answers, BlockAnswerJson.Default.BlockAnswerArray);
        var read = JsonSerializer.Deserialize(json, BlockAnswerJson.Default.BlockAnswerArray)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, BlockAnswerJson.Default.BlockAnswerArray));
        var figures = Assert.IsType<FiguresResult>(read[0].Result);
        Assert.True(double.IsNaN(figures.Figures[0].Value));
        Assert.Equal(double.PositiveInfinity, figures.Figures[0].Course[0].Value);
        Assert.Equal(double.NegativeInfinity, figures.Figures[1].Value);
        Assert.Contains("\"kind\":\"not-answered\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scene_knows_the_alert_and_the_profile_and_nothing_that_is_not_there()
    {
        var alert = Any.Alert(summary: "it is late", labels: ("pod", "web-1")) with { Value = 1.5 };
        var scene = RunbookScenes.Of(alert, new() { Id = "pay", Title = "Pay", ClaimsAlerts = [], Namespaces = ["pay", "pay-db"] });
        Assert.True(scene.HasAlert);
        Assert.Equal("web-1 it is late NoLeader 2026-11-21T11:55:00Z 1.5 Pay pay", Template.Fill(
            "{{ labels.pod }} {{ annotations.summary }} {{ alert.name }} {{ alert.starts_at }} {{ alert.value }} {{ system.title }} {{system.namespace}}", scene).Text);
        Assert.Equal(["system.cluster"], Template.Fill("{{ system.cluster }}", scene).Missing);
        Assert.False(RunbookScenes.Of(null, null).HasAlert);
    }

    private static Sample Of(string pod, double value) => new(LabelSet.Of(("pod", pod)), Noon, value);

    private Task<BlockAnswer> AnswerAsync(Source source, string expression, Expectation? expect) =>
        new PromqlAnswers(new([source]), time).AnswerAsync(Block(expression, expect), null, RunbookScene.Nothing, Cancellation);

    private static Task<BlockAnswer> AskAsync(PromqlAnswers answers, string expression) => answers.AnswerAsync(Block(expression, null), null, RunbookScene.Nothing, Cancellation);

    private static PromqlBlock Block(string expression, Expectation? expect) => new(1, 1, null, expression, expect, "s", TimeSpan.FromHours(1));

    private sealed class Source : IMetricSource
    {
        private int asked;

        public string Name => "main";

        public ImmutableArray<Sample> Samples { get; init; } = [];

        public bool Hangs { get; init; }

        public string? Refuses { get; init; }

        public string? RefusesRange { get; init; }

        public int Asked => asked;

        public TimeSpan Limit { get; private set; }

        public Task<InstantAnswer> QueryAsync(string promql, CancellationToken cancellation) => QueryAsync(promql, TimeSpan.Zero, cancellation);

        public async Task<InstantAnswer> QueryAsync(string promql, TimeSpan limit, CancellationToken cancellation)
        {
            Limit = limit;
            Interlocked.Increment(ref asked);
            await Task.Delay(Hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
            return Refuses is null ? new InstantAnswer(Samples, []) : throw new UpstreamException(Name, UpstreamFault.Invalid, $"Prometheus main: {Refuses}");
        }

        public async Task<RangeAnswer> QueryRangeAsync(string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellation)
        {
            Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)), (step, to - from));
            await Task.Delay(Hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
            return RefusesRange is null ? new RangeAnswer([.. Samples.Select(sample => new Series(sample.Labels, [new Point(Noon, 1)]))], [])
                : throw new UpstreamException(Name, UpstreamFault.Invalid, $"Prometheus main: {RefusesRange}");
        }
    }
}
