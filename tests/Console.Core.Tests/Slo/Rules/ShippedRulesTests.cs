using OpsConsole.Slo.Rules;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo.Rules;

/// <summary>What monitoring/ holds is what follows from the profiles: an objective that says it is recorded is, with its very expressions.</summary>
public sealed class ShippedRulesTests
{
    private static readonly Uri Runbooks = new("https://runbooks.example.com");
    private static readonly SystemProfile[] Profiles = Read();

    [Fact]
    public void The_records_are_current() => Assert.Equal(RuleText.Prometheus(SloRules.Records(Profiles)), Text("rules", "slo-recording.yml"));

    [Fact]
    public void The_ratios_are_current() => Assert.Equal(RuleText.Prometheus(SloRules.Ratios(Profiles)), Text("rules", "slo-ratios.yml"));

    [Fact]
    public void The_alerts_are_current() => Assert.Equal(RuleText.Prometheus(SloRules.Alerts(Profiles, Runbooks)), Text("rules", "slo-alerts.yml"));

    [Fact]
    public void Every_objective_that_stands_for_itself_has_both_alerts() => Assert.Equal(
        Profiles.SelectMany(profile => profile.Slos.Where(objective => objective.SameAs is null).Select(objective => (profile.Id, objective.Name, 2))).Order(),
        SloRules.Alerts(Profiles, Runbooks).SelectMany(group => group.Rules)
            .GroupBy(rule => (System: rule.Labels.Single(label => label.Key == "system").Value, Slo: rule.Labels.Single(label => label.Key == "slo").Value))
            .Select(its => (its.Key.System, its.Key.Slo, its.Count())).Order());

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([Repository.Folder("monitoring"), .. path]));

    private static SystemProfile[] Read()
    {
        var reader = new CatalogReader(Repository.Folder("systems"));
        reader.Refresh();
        return [.. reader.Current.Systems.Select(system => system.Profile)];
    }
}
