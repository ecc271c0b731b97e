using System.Text.RegularExpressions;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Runbooks;

/// <summary>The runbooks that ship, with the profiles and rules that ship.</summary>
public sealed partial class ShippedRunbooksTests
{
    private static readonly RunbookShelf Shelf = RunbookFolder.Read(Repository.Folder("runbooks"));
    private static readonly SystemCatalog Catalog = Read();
    private static readonly (string System, string Alert, string Severity, string? Url)[] Rules = [.. Directory.EnumerateFiles(Path.Combine(Repository.Folder("monitoring"), "rules")).SelectMany(AlertsOf)];

    [Fact]
    public void No_runbook_has_a_problem()
    {
        var live = new LiveState(TimeProvider.System);
        var remedies = RemedyBook.Of(new RemedyPorts([], [], [], live, TimeProvider.System)).All;

        Assert.NotEmpty(Shelf.All);
        Assert.Empty(RunbookCheck.All(Shelf, Catalog, remedies).Select(problem => problem.ToString()));
    }

    [Fact]
    public void Every_alert_has_a_runbook_that_names_it()
    {
        Assert.InRange(Rules.Length, 88, 500);
        Assert.Empty(Rules.Where(rule => Shelf.For(Profile(rule.System), rule.Alert, rule.Url) is not { } found || !found.Alerts.Contains(rule.Alert)).Select(rule => $"{rule.System}/{rule.Alert}"));
    }

    [Fact]
    public void Every_runbook_names_alerts_that_there_are()
    {
        var known = Rules.Select(rule => (rule.System, rule.Alert)).ToHashSet();
        Assert.Empty(Shelf.All.Where(runbook => !runbook.IsGuide).SelectMany(runbook => runbook.Alerts.Where(alert => !known.Contains((runbook.System!, alert))).Select(alert => $"{runbook.File}: {alert}")));
    }

    [Fact]
    public void Severity_and_times_are_those_of_the_worst_rule_and_of_the_profile()
    {
        var wrong =
            from rule in Rules
            let runbook = Shelf.For(Profile(rule.System), rule.Alert, rule.Url)
            where runbook is not null
            group rule by runbook into its
            let worst = its.MinBy(rule => SeverityNames.Parse(rule.Severity))
            let due = Profile(worst.System).Severities.Single(severity => severity.Label == worst.Severity)
            let within = due.RespondWithinFor(worst.Alert)
            where (its.Key.Severity, its.Key.RespondWithin) != (SeverityNames.Parse(worst.Severity), within) || (its.Key.EscalateAfter is { } after && due.EscalateAfter is { } their && after > their)
            select $"{its.Key.File}: {its.Key.Severity} within {its.Key.RespondWithin}, escalated after {its.Key.EscalateAfter}; {worst.Severity} is {within}, {due.EscalateAfter}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_runbook_is_rendered_with_all_of_its_steps_and_blocks() => Assert.All(Shelf.All, runbook =>
    {
        var rendered = RunbookRenderer.Render(runbook, RunbookScene.Nothing, "here");
        Assert.Equal(runbook.Steps, rendered.Sections.SelectMany(section => section.Steps).Select(step => step.Step));
        Assert.Equal(
            runbook.Blocks,
            rendered.Intro.Concat(rendered.Sections.SelectMany(section => section.Parts.Concat(section.Steps.SelectMany(step => step.Parts)))).OfType<BlockPart>().Select(part => part.Block));
        Assert.Empty(Rendering.Places.Html(rendered).SelectMany(html => World.HarmlessHtml.Wrongs(html, "here")));
        Assert.DoesNotContain("[link left out", string.Concat(Rendering.Places.Html(rendered)), StringComparison.Ordinal);
    });

    private static SystemProfile Profile(string system) => Catalog.Find(system)!.Profile;

    private static SystemCatalog Read()
    {
        var reader = new CatalogReader(Repository.Folder("systems"));
        reader.Refresh();
        return reader.Current;
    }

    // The alerts of the systems that have a profile; the console's own are told by a guide.
    private static IEnumerable<(string System, string Alert, string Severity, string? Url)> AlertsOf(string file) =>
        from rule in Alert().Split(File.ReadAllText(file)).Skip(1)
        let system = Field(rule, "system")
        where system is not null && Catalog.Find(system) is not null
        select (system, rule[..rule.IndexOf('\n', StringComparison.Ordinal)].Trim(), Field(rule, "severity")!, Field(rule, "runbook_url"));

    private static string? Field(string rule, string name) => Regex.Match(rule, $@"^\s+{name}: (\S+)\s*$", RegexOptions.Multiline) is { Success: true } found ? found.Groups[1].Value.Trim('"', '\'') : null;

    [GeneratedRegex(@"^\s*- alert: ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Alert();
}
