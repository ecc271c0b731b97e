using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Library;

public sealed class RunbookReporterTests : IDisposable
{
    private const string NoRules = "No Prometheus has told its rules yet, so it is not known which alerts have no runbook";
    private const string Asking = "## Diagnose\n### Look\n```promql\nsum(up)\n```\n\n```promql\nsum(up)\n```\n\n```promql\nup{pod=\"{{ labels.pod }}\"}\n```\n";

    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTime time = new(Noon);
    private readonly LiveState live;
    private readonly RuleBook rules = new();
    private readonly ScriptedMetrics prom = new();
    private readonly RunbookReports reports = new();
    private readonly RunbookReporter reporter;

    public RunbookReporterTests()
    {
        live = new LiveState(time);
        reporter = new RunbookReporter(live, rules, new MetricSources([prom]), RemedyBook.Of(new RemedyPorts([], [], [], live, time)), reports, time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => reporter.Dispose();

    [Fact]
    public async Task Nothing_is_said_before_the_runbooks_and_the_profiles_are_read()
    {
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow")]));
        await LookAsync();

        Assert.Same(RunbookReport.Empty, reports.Current);
        Assert.Empty(prom.Asked);
    }

    [Fact]
    public async Task A_report_is_made_anew_when_runbooks_profiles_or_rules_change_and_else_left_as_it_is()
    {
        live.Systems.Observed(Catalogs.Of("billing"));
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow")]));
        rules.Write([Told(Alert("Slow"), Alert("Late", "critical"))]);
        await LookAsync();
        var first = reports.Current;
        Assert.Empty(first.Problems);
        Assert.Null(first.Unknown);
        Assert.Equal(new RunbookGap("billing", "Late", Severity.Critical), Assert.Single(first.Without));

        // The groups are told anew each time; the rules in them are the same.
        rules.Write([Told(Alert("Slow"), Alert("Late", "critical"))]);
        await LookAsync();
        Assert.Same(first, reports.Current);

        rules.Write([Told(Alert("Late", "critical"))]);
        await LookAsync();
        Assert.Equal(["runbooks/billing/slow.md:1: no rule of billing is called Slow"], Said(reports.Current));

        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "late", "Late")]));
        await LookAsync();
        Assert.Equal((0, 0), (reports.Current.Problems.Length, reports.Current.Without.Length));

        live.Systems.Observed(Catalogs.Of("orders"));
        await LookAsync();
        Assert.Contains("runbooks/billing/late.md:1: there is no profile 'billing'; known are orders", Said(reports.Current));
    }

    [Fact]
    public async Task A_rule_that_names_another_runbook_or_severity_now_is_a_change()
    {
        live.Systems.Observed(Catalogs.Of("billing"));
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("guides", "x"), Shelved.Book("billing", "slow", "Slow")]));
        rules.Write([Told(Alert("Slow"), Alert("Late", url: "https://wiki.example.com/slow"))]);
        await LookAsync();
        Assert.Empty(reports.Current.Without);

        rules.Write([Told(Alert("Slow"), Alert("Late", url: "https://wiki.example.com/gone"))]);
        await LookAsync();
        Assert.Equal(Severity.Warning, Assert.Single(reports.Current.Without).Severity);

        rules.Write([Told(Alert("Slow"), Alert("Late", "critical", "https://wiki.example.com/gone"))]);
        await LookAsync();
        Assert.Equal(Severity.Critical, Assert.Single(reports.Current.Without).Severity);
    }

    [Fact]
    public async Task Each_expression_is_asked_once_for_a_shelf_and_what_is_refused_is_named_wherever_it_stands()
    {
        prom.Instant = promql => promql == "sum(up)" ? throw ScriptedMetrics.Invalid("1:4: parse error") : [];
        live.Systems.Observed(Catalogs.Of("billing"));
        rules.Write([Told(Alert("Slow"))]);
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking)]));
        await LookAsync();
        await LookAsync();
        live.Systems.Observed(Catalogs.Of("billing", "orders"));
        await LookAsync();

        Assert.Equal(["sum(up)", "up{pod=\"x\"}"], prom.Asked.Order(StringComparer.Ordinal));
        Assert.Empty(prom.AskedRanges);
        Assert.Equal(
            ["runbooks/billing/slow.md:11: prom refuses this PromQL: 1:4: parse error", "runbooks/billing/slow.md:15: prom refuses this PromQL: 1:4: parse error"], Said(reports.Current));

        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow")]));
        await LookAsync();
        Assert.Empty(reports.Current.Problems);
    }

    [Fact]
    public async Task An_expression_is_asked_of_the_source_that_its_profile_names_and_again_when_it_names_another()
    {
        var own = new ScriptedMetrics("own") { Instant = _ => throw ScriptedMetrics.Invalid("parse error") };
        using var reporter = new RunbookReporter(live, rules, new MetricSources([prom, own]), RemedyBook.Of(new RemedyPorts([], [], [], live, time)), reports, time);
        rules.Write([Told(Alert("Slow"))]);
        live.Systems.Observed(Catalogs.Of("billing"));
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking)]));
        await reporter.LookAsync(Cancellation);
        Assert.Empty(own.Asked);
        Assert.Empty(reports.Current.Problems);

        var catalog = Catalogs.Of("billing");
        live.Systems.Observed(catalog with { Systems = [.. catalog.Systems.Select(system => system with { Profile = system.Profile with { Metrics = "own" } })] });
        await reporter.LookAsync(Cancellation);
        Assert.Equal(["sum(up)", "up{pod=\"x\"}"], own.Asked.Order(StringComparer.Ordinal));
        Assert.All(reports.Current.Problems, problem => Assert.Equal("own refuses this PromQL: parse error", problem.What));
        Assert.Equal(3, reports.Current.Problems.Length);
    }

    [Fact]
    public async Task A_prometheus_that_is_silent_is_said_in_its_own_words_and_asked_again()
    {
        prom.Down = ScriptedMetrics.Unreachable("prom: Connection refused");
        live.Systems.Observed(Catalogs.Of("billing"));
        rules.Write([Told(Alert("Slow"))]);
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking)]));
        await LookAsync();
        var silent = reports.Current;
        Assert.Equal("The runbooks' PromQL was not checked: prom: Connection refused", silent.Unknown);
        await LookAsync();
        Assert.Same(silent, reports.Current);

        prom.Down = null;
        prom.Instant = promql => promql == "sum(up)" ? throw ScriptedMetrics.Invalid("parse error") : [];
        await LookAsync();
        Assert.Null(reports.Current.Unknown);
        Assert.Equal(2, reports.Current.Problems.Length);
    }

    [Fact]
    public async Task What_was_refused_of_other_runbooks_is_not_held_against_those_that_were_not_asked()
    {
        prom.Instant = _ => throw ScriptedMetrics.Invalid("parse error");
        live.Systems.Observed(Catalogs.Of("billing"));
        rules.Write([Told(Alert("Slow"))]);
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking)]));
        await LookAsync();
        Assert.Equal(3, reports.Current.Problems.Length);

        prom.Down = ScriptedMetrics.Unreachable("prom: Connection refused");
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking.Replace("sum(up)", "min(up)", StringComparison.Ordinal))]));
        await LookAsync();
        Assert.Empty(reports.Current.Problems);
        Assert.Equal("The runbooks' PromQL was not checked: prom: Connection refused", reports.Current.Unknown);
    }

    [Fact]
    public async Task Rules_that_nobody_has_told_are_unknown_and_not_none()
    {
        live.Systems.Observed(Catalogs.Of("billing"));
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking)]));
        await LookAsync();
        Assert.Empty(reports.Current.Without);
        Assert.Equal($"{NoRules}.", reports.Current.Unknown);

        rules.Write([new("prom", [], null, "prom: 503 Service Unavailable")]);
        prom.Down = ScriptedMetrics.Unreachable("prom: 503 Service Unavailable");
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking)]));
        await LookAsync();
        Assert.Equal($"{NoRules}: prom: 503 Service Unavailable The runbooks' PromQL was not checked: prom: 503 Service Unavailable", reports.Current.Unknown);

        prom.Down = null;
        rules.Write([Told(Alert("Late")) with { Problem = "prom: timed out" }]);
        await LookAsync();
        Assert.Equal("The alerts are those last told: prom: timed out", reports.Current.Unknown);
        Assert.Equal("Late", Assert.Single(reports.Current.Without).Alert);
    }

    [Fact]
    public async Task It_looks_when_a_shelf_is_there_and_again_after_a_minute()
    {
        prom.Down = ScriptedMetrics.Unreachable("prom: Connection refused");
        rules.Write([Told(Alert("Slow"))]);
        live.Systems.Observed(Catalogs.Of("billing"));
        await reporter.StartAsync(Cancellation);
        live.Runbooks.Observed(new RunbookShelf([Shelved.Book("billing", "slow", "Slow", body: Asking)]));
        await Eventually.GetAsync(() => Task.FromResult(reports.Current), report => report.Unknown is not null, Cancellation);

        prom.Down = null;
        await time.TimersAsync(1, Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.GetAsync(() => Task.FromResult(reports.Current), report => report.Unknown is null, Cancellation);
        await reporter.StopAsync(Cancellation);
    }

    private Task LookAsync() => reporter.LookAsync(Cancellation);

    private static string[] Said(RunbookReport report) => [.. report.Problems.Select(problem => problem.ToString())];

    private static SourceReading<RuleGroup> Told(params Rule[] all) => new("prom", [new RuleGroup("prom", "rules.yml", "all", TimeSpan.FromSeconds(30), Noon, TimeSpan.Zero, [.. all])], Noon, null);

    private static Rule Alert(string name, string severity = "warning", string url = "") => new(
        name, true, "up == 0", TimeSpan.Zero, LabelSet.Of(("system", "billing"), ("severity", severity)), LabelSet.Of(("runbook_url", url)), RuleHealth.Ok, null, []);
}
