using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Metrics;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

public sealed class SloPastTests : IAsyncDisposable
{
    private readonly BoardWorld world = new();
    private readonly SloPast past;

    public SloPastTests() => past = new SloPast(world.Live, world.Sources, Options.Create(new SloOptions()), [], world.Time);

    public ValueTask DisposeAsync()
    {
        past.Dispose();
        return world.DisposeAsync();
    }

    [Fact]
    public async Task All_who_look_share_one_question_of_no_more_points_than_pixels()
    {
        Known(Any.Objective());
        Failing(at: Any.Noon.AddDays(-3), lasts: TimeSpan.FromHours(1));
        var gate = new TaskCompletionSource();
        world.Prom.Gate = gate.Task;
        var all = Enumerable.Range(0, 50).Select(_ => past.OfAsync("a", "availability", BoardWorld.Cancellation)).ToList();
        gate.SetResult();
        var histories = await Task.WhenAll(all);
        Assert.All(histories, history => Assert.Equal(SloPast.MostSlices, history.Value.Slices.Length));

        // One for the whole, one closer look at the one interval.
        Assert.Equal(2, world.Prom.AskedRanges.Count);
        Assert.All(world.Prom.AskedRanges, asked => Assert.InRange((asked.Range.To - asked.Range.From) / asked.Range.Step, 1, SloPast.MostSlices - 1));
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await past.OfAsync("a", "availability", BoardWorld.Cancellation);
        Assert.Equal(2, world.Prom.AskedRanges.Count);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await past.OfAsync("a", "availability", BoardWorld.Cancellation);
        Assert.True(world.Prom.AskedRanges.Count > 2);
    }

    [Fact]
    public async Task What_consumed_the_budget_is_told_by_when_it_began_and_ended_and_what_it_took()
    {
        Known(Any.Objective());
        Failing(at: Any.Noon.AddDays(-3), lasts: TimeSpan.FromHours(1));
        var history = (await past.OfAsync("a", "availability", BoardWorld.Cancellation)).Value;
        var largest = Assert.Single(history.Largest);
        Assert.InRange(largest.From, Any.Noon.AddDays(-3).AddMinutes(-6), Any.Noon.AddDays(-3).AddMinutes(6));
        Assert.InRange(largest.To, Any.Noon.AddDays(-3).AddMinutes(54), Any.Noon.AddDays(-3).AddMinutes(66));

        // Half of an hour's requests of a month that may lose a thousandth: 30 of 43.2 minutes.
        Assert.Equal(30 / 43.2, largest.Share, 0.01);
        Assert.Equal(1 - (30 / 43.2), history.Left[^1].Value, 0.01);
    }

    [Fact]
    public async Task What_has_just_begun_to_burn_is_told_before_two_hours_are_lost_in_it()
    {
        Known(Any.Objective());
        Failing(at: Any.Noon.AddSeconds(-10), lasts: TimeSpan.FromHours(1));
        Assert.Empty((await past.OfAsync("a", "availability", BoardWorld.Cancellation)).Value.Largest);
        world.Live.Slo.Observed(new SloBoard([Any.Judge(Any.Objective(), new(TimeSpan.FromDays(30), 5, 2_592_000), new(TimeSpan.FromMinutes(5), 5, 300)) with { System = "a" }]));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        Failing(at: Any.Noon.AddMinutes(4.9), lasts: TimeSpan.FromHours(1));
        var largest = Assert.Single((await past.OfAsync("a", "availability", BoardWorld.Cancellation)).Value.Largest);
        Assert.Equal((Any.Noon, Any.Noon.AddMinutes(5)), (largest.From, largest.To));
    }

    [Fact]
    public async Task A_source_that_is_silent_is_asked_again_by_the_next_and_says_why()
    {
        Known(Any.Objective());
        world.Prom.Down = ScriptedMetrics.Unreachable("connection refused");
        Assert.Equal("connection refused", (await past.OfAsync("a", "availability", BoardWorld.Cancellation)).Value.Problem);
        world.Prom.Down = null;
        Failing(Any.Noon.AddDays(-3), TimeSpan.FromHours(1));
        Assert.Null((await past.OfAsync("a", "availability", BoardWorld.Cancellation)).Value.Problem);
    }

    [Fact]
    public async Task Raw_series_are_read_for_a_month_at_most_and_that_is_said()
    {
        Known(Any.Objective(window: TimeSpan.FromDays(90), recorded: false));
        world.Prom.Range = (_, range) => [new Series(LabelSet.Empty, [.. At(range).Select(at => new Point(at, 0))])];
        var history = (await past.OfAsync("a", "availability", BoardWorld.Cancellation)).Value;
        Assert.Contains("only the last 31 d are shown", history.Problem, StringComparison.Ordinal);
        Assert.Equal(31, (history.Until - history.Slices[0].From).TotalDays);
    }

    [Fact]
    public async Task Months_go_back_as_far_as_there_are_data_and_the_one_that_is_partly_held_is_marked()
    {
        Known(Any.Objective());
        Failing(Any.Noon.AddDays(-3), TimeSpan.FromHours(1), oldest: Any.Noon.AddDays(-40));
        var months = (await past.PeriodsAsync("a", "availability", BoardWorld.Cancellation)).Value;
        Assert.Equal(["November 2026", "October 2026"], months.Select(month => month.Period!.Name));
        Assert.Equal((null, Any.Noon.AddDays(-40)), (months[0].HeldSince, months[1].HeldSince));
        Assert.Equal(1, months[1].Sli);

        // A month that is over is asked once, the one that goes on again.
        Assert.Equal(2, world.Prom.AskedRanges.Count);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => past.PeriodsAsync("a", "availability", BoardWorld.Cancellation)));
        Assert.Equal(2, world.Prom.AskedRanges.Count);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await past.PeriodsAsync("a", "availability", BoardWorld.Cancellation);
        Assert.Equal(3, world.Prom.AskedRanges.Count);
    }

    [Theory]
    [InlineData(100, 30, "target: must be above 0 and below 100 (per cent), got 100")]
    [InlineData(0, 30, "target: must be above 0 and below 100 (per cent), got 0")]
    [InlineData(99.9, 0.01, "window: must lie between 1h and 90d")]
    [InlineData(99.9, 400, "window: must lie between 1h and 90d")]
    public async Task A_what_if_that_makes_no_sense_is_refused_with_what_would(double target, double days, string says)
    {
        Known(Any.Objective());
        var answer = await past.WhatIfAsync("a", "availability", target, TimeSpan.FromDays(days), BoardWorld.Cancellation);
        Assert.StartsWith(says, answer.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_target_is_held_against_what_happened()
    {
        Known(Any.Objective());
        Failing(Any.Noon.AddDays(-3), TimeSpan.FromHours(1));
        var answer = (await past.WhatIfAsync("a", "availability", 99.95, TimeSpan.FromDays(7), BoardWorld.Cancellation)).Value;
        Assert.Equal([new DateOnly(2026, 11, 18)], answer.Broken);
        Assert.True(answer.Remaining < -4);
    }

    [Fact]
    public async Task What_is_no_objective_is_said()
    {
        Known(Any.Objective());
        Assert.Equal("slo: there is no objective nothing of a system a", (await past.OfAsync("a", "nothing", BoardWorld.Cancellation)).Explanation);
    }

    private void Known(ObjectiveProfile objective) => world.Profiles(BoardWorld.System("a") with { Slos = [objective] });

    /// <summary>The records of one request a second, half of which failed for a while.</summary>
    private void Failing(DateTimeOffset at, TimeSpan lasts, DateTimeOffset? oldest = null)
    {
        var begin = oldest ?? Any.Noon.AddDays(-400);
        world.Prom.Instant = promql => oldest is { } held && promql.Contains("timestamp", StringComparison.Ordinal) ? ScriptedMetrics.One(held.ToUnixTimeSeconds()) : [];

        double Minutes(DateTimeOffset end, TimeSpan window, DateTimeOffset from, DateTimeOffset to)
        {
            var (first, last) = (end - window > from ? end - window : from, end < to ? end : to);
            return last > first ? (last - first).TotalMinutes : 0;
        }

        world.Prom.Range = (promql, range) =>
        {
            var window = Window(promql);
            var isBad = promql.Contains("slo:bad", StringComparison.Ordinal);
            var points = At(range).Where(end => end > begin).Select(end => new Point(end, isBad ? 0.5 * Minutes(end, window, at, at + lasts) : Minutes(end, window, begin, end)));

            // Of five minutes the record itself is the rate.
            var scaled = window == SloRecords.Range ? points.Select(point => point with { Value = point.Value / 5 }) : points;
            return [new Series(LabelSet.Of(("system", "a"), ("slo", "availability")), [.. scaled])];
        };
    }

    private static TimeSpan Window(string promql)
    {
        var open = promql.LastIndexOf('[');
        return open < 0 ? SloRecords.Range : PromDuration.Parse(promql[(open + 1)..promql.LastIndexOf(']')]).Value;
    }

    private static IEnumerable<DateTimeOffset> At(QueryRange range)
    {
        for (var at = range.From; at <= range.To; at += range.Step)
        {
            yield return at;
        }
    }
}
