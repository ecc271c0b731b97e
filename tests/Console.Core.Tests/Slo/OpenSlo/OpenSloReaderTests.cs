using System.Runtime.CompilerServices;
using System.Text;
using OpsConsole.Slo.OpenSlo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo.OpenSlo;

public sealed class OpenSloReaderTests
{
    private const string Good = """
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: api
        spec:
          indicator:
            spec:
              ratioMetric:
                counter: true
                good:
                  metricSource:
                    type: Prometheus
                    spec:
                      query: good_total
                total:
                  metricSource:
                    type: Prometheus
                    spec:
                      query: all_total
          timeWindow:
            - duration: 30d
              isRolling: true
          budgetingMethod: Occurrences
          objectives:
            - target: 0.999

        """;

    public static TheoryData<string, string, string> OneMistake { get; } = new()
    {
        { "openslo/v1", "openslo/v2alpha", "x.yaml:1:13 apiVersion: 'openslo/v2alpha' is not read: openslo/v1 is" },
        { "kind: SLO", "kind: SLO2", "x.yaml:2:7 kind: 'SLO2' is not known; did you mean 'SLO'? it is one of SLO, SLI, DataSource, Service, AlertPolicy, AlertCondition, AlertNotificationTarget" },
        { "name: api", "name: API", "x.yaml:4:9 metadata.name: 'API' is not a name: lower case letters, digits, '-' and '.', beginning and ending with a letter or digit, at most 253" },
        { "Occurrences", "Timeslices", "x.yaml:23:20 spec.budgetingMethod: Timeslices counts slices of time that were good enough, which a profile can't say: use Occurrences, where each event counts by itself" },
        { "Occurrences", "Sometimes", "x.yaml:23:20 spec.budgetingMethod: 'Sometimes' is not known: it is Occurrences" },
        { "duration: 30d", "duration: 1M", "x.yaml:21:17 spec.timeWindow[0].duration: a rolling window of '1M' has no fixed length: write it in days, for example 30d" },
        { "duration: 30d", "duration: soon", "x.yaml:21:17 spec.timeWindow[0].duration: 'soon' is no duration: write a number and m, h, d or w, for example 30d" },
        { "duration: 30d", "duration: 1y", "x.yaml:21:17 spec.timeWindow[0].duration: must lie between 1h and 90d" },
        { "isRolling: true", "isRolling: false", "x.yaml:22:18 spec.timeWindow[0].isRolling: must be true, or a calendar with startTime and timeZone be given" },
        { "isRolling: true", "calendar: {startTime: 2026-01-01 00:00:00, timeZone: Berlin}", "x.yaml:22:60 spec.timeWindow[0].calendar.timeZone: 'Berlin' is no time zone: write its IANA name, perhaps Europe/Berlin, or UTC" },
        { "isRolling: true", "calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}", "x.yaml:21:17 spec.timeWindow[0].duration: '30d' is no period of a calendar that a profile can say: those are 1w, 1M and 1Q" },
        { "target: 0.999", "target: 99.9", "x.yaml:25:15 spec.objectives[0].target: must be above 0 and below 1 (for per cent there is targetPercent), got 99.9" },
        { "target: 0.999", "target: 1.0", "x.yaml:25:15 spec.objectives[0].target: must be above 0 and below 1 (for per cent there is targetPercent), got 1" },
        { "target: 0.999", "displayName: All", "x.yaml:25:7 spec.objectives[0]: needs target (0.999) or targetPercent (99.9)" },
        { "target: 0.999", "{target: 0.9, targetPercent: 90}", "x.yaml:25:7 spec.objectives[0]: needs target (0.999) or targetPercent (99.9), not both" },
        { "target: 0.999", "tarket: 0.999\n      target: 0.9", "x.yaml:25:7 spec.objectives[0].tarket: unknown field 'tarket'; did you mean 'target'?" },
        { "type: Prometheus\n            spec:\n              query: all_total", "type: Datadog\n            spec:\n              query: all_total", "x.yaml:17:19 spec.indicator.spec.ratioMetric.total.metricSource.type: asks 'Datadog': only Prometheus can be asked" },
        { "type: Prometheus\n            spec:\n              query: all_total", "metricSourceRef: main\n            spec:\n              query: all_total", "x.yaml:17:30 spec.indicator.spec.ratioMetric.total.metricSource.metricSourceRef: no file holds a DataSource 'main': give its file too, or write type: Prometheus" },
        { "query: all_total", "query: a + b", "x.yaml:19:22 spec.indicator.spec.ratioMetric.total.metricSource.spec.query: must be a selector (name{label=\"value\"}), a sum of one, or have a range ([5m]): a counter is asked for its increase" },
        { "        good:", "        raw:", "x.yaml:11:11 spec.indicator.spec.ratioMetric.raw: is a ratio that was computed before, which can't be weighed by traffic: give good or bad, and total" },
        { "        good:", "        best:", "x.yaml:10:9 spec.indicator.spec.ratioMetric.best: unknown field 'best'; known here are counter, good, bad, total, raw" },
        { "      ratioMetric:", "      rationMetric:", "x.yaml:8:7 spec.indicator.spec: needs ratioMetric (good or bad, and total) or thresholdMetric" },
        { "  indicator:", "  indicatorRef: other\n  indicator:", "x.yaml:6:3 spec: needs indicator or indicatorRef, not both" },
        { "spec:\n  indicator:", "x:\n  indicator:", "x.yaml:1:1 spec: is missing: write indicator, timeWindow, budgetingMethod and objectives" },
        { "kind: SLO", "kind: Service", "no file holds an SLO: an object with apiVersion: openslo/v1 and kind: SLO" },
    };

    [Theory]
    [MemberData(nameof(OneMistake))]
    public void A_mistake_is_told_with_its_place_and_what_would_be_right(string good, string wrong, string told) =>
        Assert.Contains(told, Read(("x.yaml", Replaced(good, wrong))).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void A_ratio_of_counters_becomes_an_objective()
    {
        var objective = Read(("x.yaml", Good)).Value.Single().Objective;

        Assert.Equal(("api", "api", ObjectiveKind.Availability, 0.999, TimeSpan.FromDays(30)), (objective.Name, objective.Title, objective.Kind, objective.Target, objective.Window));
        Assert.Equal(("sum(rate(good_total[$window]))", "sum(rate(all_total[$window]))"), (objective.Good, objective.Total));
        Assert.Null(objective.Bad);
    }

    [Fact]
    public void An_SLI_and_its_source_may_stand_in_another_file_and_each_target_is_an_objective()
    {
        var parts = Sample("shop.yaml").Split("---\n");
        var read = Read(("a.yaml", string.Join("---\n", parts[2..])), ("b.yaml", string.Join("---\n", parts[..2]))).Value;

        Assert.Equal([("checkout-availability-1", "Most orders", 0.999), ("checkout-availability-2", "Nearly all orders", 0.9999)], read.Select(one => (one.Objective.Name, one.Objective.Title, one.Objective.Target)));
        Assert.All(read, one => Assert.Equal(("sum(rate(checkout_orders_total{result=\"failed\"}[$window]))", "sum(rate(checkout_orders_total[$window]))"), (one.Objective.Bad, one.Objective.Total)));
        Assert.Contains("Its alertPolicies are left out: `OpsConsole rules` writes the alerts.", read[0].Notes);
    }

    [Fact]
    public void A_mistake_in_an_SLI_that_several_refer_to_is_told_once()
    {
        var broken = Sample("shop.yaml").Replace("metricSourceRef: metrics", "metricSourceRef: other", StringComparison.Ordinal);

        Assert.Equal(2, Read(("shop.yaml", broken)).Problems.Length);
    }

    [Fact]
    public void A_month_of_a_calendar_stays_one()
    {
        var objective = Read(("search.yaml", Sample("search.yaml"))).Value[0].Objective;

        Assert.Equal(new CalendarWindow(CalendarPeriod.Month, "Europe/Berlin"), objective.Calendar);
        Assert.Equal("sum(rate(search_requests_total{code!~\"5..\"}[$window]))", objective.Good);
    }

    [Fact]
    public void A_threshold_becomes_time_that_is_good_or_bad_and_that_is_said()
    {
        var imported = Read(("search.yaml", Sample("search.yaml"))).Value[1];

        Assert.Equal(ObjectiveKind.Time, imported.Objective.Kind);
        Assert.Equal("1 - avg_over_time(((max(search_index_age_seconds)) <= bool 900)[$window:1m])", imported.Objective.Bad);
        Assert.Equal("avg_over_time((0 * (max(search_index_age_seconds)) + 1)[$window:1m])", imported.Objective.Total);
        Assert.Contains(imported.Notes, note => note.Contains("each minute is good or bad", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_printed_is_the_part_of_a_profile_that_reads_the_same()
    {
        var read = Read(("shop.yaml", Sample("shop.yaml")), ("search.yaml", Sample("search.yaml"))).Value;
        var profile = ProfileReader.Read("systems/shop.yaml", Encoding.UTF8.GetBytes($"title: Shop\nclaims_alerts: ['system=\"shop\"']\n{ImportedText.Of(read)}"));

        Assert.True(profile.IsOk, profile.IsOk ? null : profile.Explanation);
        Assert.Equal(read.Select(one => one.Objective), profile.Value.Profile.Slos);
    }

    [Fact]
    public void Two_SLOs_of_one_name_are_refused() => Assert.Equal(
        ["y.yaml:4:9 metadata.name: 'api' is the name of another SLO as well: each needs one of its own"],
        Read(("x.yaml", Good), ("y.yaml", Good)).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void What_is_no_YAML_no_text_or_no_object_is_told_for_each_file() => Assert.Equal(
        ["a.yaml:1:1: must be an object (apiVersion:, kind:, metadata:, spec:), not a list", "b.yaml:1:1: is not text of at most 1 MB in UTF-8", "c.yaml:1:7: aliases (*name) are not read: write the value out"],
        OpenSloReader.Read([("a.yaml", "- a"u8.ToArray()), ("b.yaml", [0xff, 0xfe, 0x00]), ("c.yaml", "kind: *x"u8.ToArray())]).Problems.Take(3).Select(problem => problem.ToString()));

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.StartsWith("nowhere/slo.yaml: can't be read: ", OpenSloReader.Read(["nowhere/slo.yaml"]).Explanation, StringComparison.Ordinal);

    private static Result<System.Collections.Immutable.ImmutableArray<ImportedObjective>> Read(params (string File, string Text)[] files) =>
        OpenSloReader.Read(files.Select(file => (file.File, Encoding.UTF8.GetBytes(file.Text))));

    private static string Replaced(string good, string wrong)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        return Good.Replace(good, wrong, StringComparison.Ordinal);
    }

    private static string Sample(string name, [CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Samples", name));
}
