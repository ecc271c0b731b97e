using System.Globalization;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Metrics;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo.Real;

/// <summary>Budgets of a real Prometheus' answers against the same requests counted one by one: they differ by less than a thousandth of the budget.</summary>
public sealed class CountedByPrometheusTests(BackfilledPrometheus real) : IClassFixture<BackfilledPrometheus>, IAsyncDisposable
{
    private const double Thousandth = 0.001;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TestUpstreams upstreams = TestUpstreams.OfPrometheus(real.Url);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => upstreams.DisposeAsync();

    [Fact]
    public async Task What_is_asked_over_the_whole_window_counts_every_request_through_restarts_and_lost_scrapes() =>
        AssertNone(await WrongAsync(_ => true, objective => objective));

    [Fact]
    public async Task What_is_recorded_counts_every_request_however_short_the_burst() =>
        AssertNone(await WrongAsync(log => !log.Plan.IsRough, objective => Summed(objective, SloRecords.BadOf(objective)!, SloRecords.TotalOf(objective))));

    [Fact]
    public async Task One_rate_a_minute_would_not()
    {
        // Why the records are an average of four: this is what they would be worth without it.
        var wrong = await WrongAsync(log => !log.Plan.IsRough, objective => Summed(objective, Fixed(objective.Bad!), Fixed(objective.Total)));
        Assert.True(wrong.Count >= 3, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_slices_of_a_history_add_up_to_the_whole()
    {
        using var queries = new MetricQueries(new MetricSources([upstreams.Prometheus]), TimeProvider.System, 4);
        var reader = new SliceReader(queries, TimeProvider.System);
        foreach (var (id, log) in real.Logs.Index().Where(one => one.Item.Plan is { IsRough: false, Scrape.TotalSeconds: 15 }))
        {
            var slices = await reader.ReadAsync(Wanted(id, log), real.Begin, real.Begin + Day, 360, Cancellation);
            Assert.Equal((null, 288), (slices.Problem, slices.All.Length));
            Assert.Equal(log.Total, slices.All.Sum(slice => slice.Counts!.Total), log.Total * 0.02);
            Assert.Equal(real.Begin + Day, slices.All[^1].To);
        }
    }

    private static void AssertNone(List<string> wrong) => Assert.True(wrong.Count == 0, string.Join('\n', wrong));

    private async Task<List<string>> WrongAsync(Func<RequestLog, bool> which, Func<ObjectiveProfile, ObjectiveProfile> asked)
    {
        using var queries = new MetricQueries(new MetricSources([upstreams.Prometheus]), TimeProvider.System, 4);
        var spans = new SpanCounts(queries, TimeProvider.System);
        var wrong = new List<string>();
        foreach (var (id, log) in real.Logs.Index().Where(one => which(one.Item)))
        {
            var wanted = Wanted(id, log);
            var answer = await spans.OfAsync(wanted.Profile, asked(wanted.Objective), real.Begin, real.Begin + Day, Cancellation);
            Assert.Null(answer.Problem);
            var (ours, truth) = (Left(wanted.Objective, answer.Reading), Left(wanted.Objective, new WindowReading(Day, log.Bad, log.Total)));
            if (Math.Abs(ours - truth) >= Thousandth)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{log.Plan}: {log.Bad} of {log.Total} leave {truth:0.0000}, Prometheus counts {answer.Reading.Bad:0.00} of {answer.Reading.Total:0.0}: {ours:0.0000}"));
            }
        }

        return wrong;
    }

    private static double Left(ObjectiveProfile objective, WindowReading reading) => Any.Judge(objective, reading).Remaining!.Value;

    /// <summary>An objective whose budget the log uses up to half, so that a thousandth of it is neither nothing nor all.</summary>
    private static SloWanted Wanted(int id, RequestLog log)
    {
        string Of(string kind) => string.Create(CultureInfo.InvariantCulture, $"sum(rate(requests_total{{log=\"{id}\",kind=\"{kind}\"}}[$window]))");
        var target = Math.Clamp(1 - (2.0 * Math.Max(1, log.Bad) / log.Total), 0.5, 0.9999);
        var objective = Any.Objective(target: target, window: Day, recorded: false, bad: Of("bad")) with { Total = Of("all") };
        return new SloWanted(BoardWorld.System("logs"), objective);
    }

    /// <summary>Asks for what the sum of a record would be, evaluated once a minute.</summary>
    private static ObjectiveProfile Summed(ObjectiveProfile objective, string bad, string total)
    {
        static string Sum(string promql) => $"sum_over_time((\n{promql}\n)[1d:1m]) * 60 / 86400";
        return objective with { Bad = Sum(bad), Total = Sum(total) };
    }

    private static string Fixed(string promql) => promql.Replace("$window", "5m", StringComparison.Ordinal);
}
