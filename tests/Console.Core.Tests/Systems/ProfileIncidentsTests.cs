using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>What a profile says of the alerts that open an incident.</summary>
public sealed class ProfileIncidentsTests
{
    [Fact]
    public void Without_a_word_of_it_no_alert_opens_one() => Assert.Null(SampleProfile.Read(SampleProfile.Text).Value.Profile.Incidents);

    [Fact]
    public void An_alert_opens_one_that_satisfies_all_matchers_and_carries_one_of_the_severities()
    {
        var rule = Read("open_for: ['alertname=~\"Api.*\"', 'pod!=\"\"']\n  severities: [critical, page]").Value.Profile.Incidents!;
        Assert.True(rule.Opens(Labels("ApiDown", "critical", "a")));
        Assert.True(rule.Opens(Labels("ApiDown", "page", "a")));
        Assert.False(rule.Opens(Labels("ApiDown", "warning", "a")));
        Assert.False(rule.Opens(Labels("ApiDown", "critical", "")));
        Assert.False(rule.Opens(Labels("WebDown", "critical", "a")));
        Assert.True(Read("open_for: [alertname=Any]").Value.Profile.Incidents!.Opens(Labels("Any", "info", "")));
        Assert.True(Read("severities: [high]").Value.Profile.Incidents!.Opens(Labels("Any", "high", "")));
    }

    [Theory]
    [InlineData("severities: [urgent]", "incidents.severities[0]: 'urgent' is no severity that is known here: write critical, high, warning or info")]
    [InlineData("severities: [none]", "incidents.severities[0]: 'none' is no severity")]
    [InlineData("open_for: ['a=~\"(\"']", "incidents.open_for[0]: 'a=~\"(\"' is no matcher")]
    [InlineData("open_for: x", "incidents.open_for: must be a list")]
    [InlineData("severities: []", "incidents: says of no alert that it opens an incident: write open_for: [MATCHERS], severities: [critical], or both")]
    [InlineData("severity: [critical]", "incidents.severity: unknown field 'severity'; known here are open_for, severities")]
    public void What_is_wrong_is_told_at_its_place(string written, string says)
    {
        var read = Read(written);
        Assert.False(read.IsOk);
        Assert.Contains(read.Problems, problem => problem.ToString().Contains(says, StringComparison.Ordinal));
    }

    private static Result<OpsConsole.Systems.LoadedSystem> Read(string incidents) => SampleProfile.Read($"{SampleProfile.Text}\nincidents:\n  {incidents}\n");

    private static LabelSet Labels(string name, string severity, string pod) => LabelSet.Of(("alertname", name), ("severity", severity), ("pod", pod));
}
