using System.Globalization;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

/// <summary>The worked tables of docs/slo.md, reckoned again.</summary>
public sealed class WorkedTableTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Rolling_windows_are_as_the_table_says()
    {
        foreach (var row in Rows("rolling windows", 9))
        {
            var budget = Any.Judge(Objective(row), new WindowReading(TimeSpan.FromDays(30), row["bad"], row["total"]));
            Same(row["allowed"], budget.Allowed, row);
            Same(row["left"], budget.Remaining, row);
            Assert.Equal(row.Health, budget.Health.ToString());
        }
    }

    [Fact]
    public void Periods_of_a_calendar_are_as_the_table_says()
    {
        foreach (var row in Rows("a calendar's period that goes on", 3))
        {
            var begin = Any.Noon.Date;
            var period = new BudgetPeriod(begin, new DateTimeOffset(begin).AddDays(row["days in all"]));
            var elapsed = TimeSpan.FromDays(row["days gone"]);
            var objective = Objective(row) with { Calendar = new CalendarWindow(CalendarPeriod.Month, "UTC") };
            var budget = BudgetMath.Judge("x", objective, new BudgetReadings
            {
                Now = period.From + elapsed,
                Period = period,
                SinceBegin = new WindowReading(elapsed, row["bad"], row["total"]),
            });
            Same(row["allowed in all"], budget.Allowed, row);
            Same(row["left of all"], budget.Remaining, row);
            Same(row["left until now"], budget.RemainingOfElapsed, row);
        }
    }

    [Fact]
    public void Burn_rates_are_as_the_table_says()
    {
        foreach (var row in Rows("burn rates over an hour", 4))
        {
            var objective = Objective(row);
            var budget = Any.Judge(objective, new(objective.Window, (1 - row["left before"]) * objective.Budget * 1e9, 1e9), new(Hour, row["bad"], row["total"]));
            Same(row["burn rate"], budget.Over(Hour)!.Rate, row);
            Same(row["gone in hours"], budget.Exhaustion!.Value.TotalHours, row);
            Assert.Equal(new BudgetCounts(row["bad"], row["total"]), budget.Over(Hour)!.Counts);
        }
    }

    [Fact]
    public void Time_left_out_is_as_the_table_says()
    {
        foreach (var row in Rows("time left out", 2))
        {
            var objective = Objective(row);
            var time = new LeftOutTime(Any.Noon.AddHours(-5), Any.Noon.AddHours(-4), "planned", "somebody");
            var budget = BudgetMath.Judge("x", objective, new BudgetReadings
            {
                Now = Any.Noon,
                Period = BudgetPeriod.Of(objective, Any.Noon),
                Windows = [new(objective.Window, row["bad"], row["total"])],
                LeftOut = [new LeftOutCount(time, new BudgetCounts(row["bad left out"], row["total left out"]))],
            });
            Same(row["left with all"], budget.LeftOut!.RemainingWithAll, row);
            Same(row["left without"], budget.Remaining, row);
        }
    }

    private static ObjectiveProfile Objective(Row row) => Any.Objective(target: Math.Round(row["target"], 9));

    private static void Same(double expected, double? actual, Row row) =>
        Assert.True(actual is { } found && Math.Abs(found - expected) < 1e-5 * Math.Max(1, Math.Abs(expected)), $"{row}: {expected} in the table, {actual} reckoned");

    private static List<Row> Rows(string heading, int count)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Folder("docs"), "slo.md"))
            .SkipWhile(line => !line.StartsWith($"### Worked: {heading}", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)).ToList();
        var rows = lines.Skip(2).Select(cells => new Row(lines[0].Zip(cells).ToDictionary(it => it.First, it => it.Second))).ToList();
        Assert.Equal(count, rows.Count);
        return rows;
    }

    private sealed record Row(Dictionary<string, string> Cells)
    {
        public string Health => Cells["health"];

        public double this[string column] => Cells[column].EndsWith('%')
            ? double.Parse(Cells[column].TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture) / 100
            : double.Parse(Cells[column], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

        public override string ToString() => Cells["case"];
    }
}
