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

    [Fact]
    public void A_class_stands_for_the_severities_that_have_it_and_the_rest_is_read()
    {
        var rule = Read("classes: [0]\n  firing_for: 3m\n  title: '{alertname} in {pod}'\n  class: 1").Value.Profile.Incidents!;
        Assert.True(rule.Opens(Labels("ApiDown", "critical", "a")));
        Assert.False(rule.Opens(Labels("ApiDown", "warning", "a")));
        Assert.Equal((TimeSpan.FromMinutes(3), "{alertname} in {pod}", 1), (rule.FiringFor, rule.Title, rule.Class));
        var plain = Read("severities: [critical]").Value.Profile.Incidents!;
        Assert.Equal((TimeSpan.Zero, null, null), (plain.FiringFor, plain.Title, plain.Class));
    }

    [Theory]
    [InlineData("severities: [urgent]", "incidents.severities[0]: 'urgent' is no severity that is known here: write critical, high, warning or info")]
    [InlineData("severities: [none]", "incidents.severities[0]: 'none' is no severity")]
    [InlineData("open_for: ['a=~\"(\"']", "incidents.open_for[0]: 'a=~\"(\"' is no matcher")]
    [InlineData("open_for: x", "incidents.open_for: must be a list")]
    [InlineData("severities: []", "incidents: says of no alert that it opens an incident: write classes: [0], severities: [critical] or open_for: [MATCHERS]")]
    [InlineData("severity: [critical]", "incidents.severity: unknown field 'severity'; known here are open_for, severities, classes, firing_for, title, class")]
    [InlineData("classes: [2]", "incidents.classes[0]: '2' is the class of none of the profile's severities: write 0 or 3")]
    [InlineData("classes: [urgent]", "incidents.classes[0]: 'urgent' is the class of none")]
    [InlineData("classes: [0]\n  firing_for: 2h", "incidents.firing_for: is longer than 1h: write for example 3m")]
    [InlineData("classes: [0]\n  firing_for: soon", "incidents.firing_for: ")]
    [InlineData("classes: [0]\n  title: '{alertname in {namespace}'", "incidents.title: '{alertname in {namespace}' has a brace that is not around a label's name")]
    [InlineData("classes: [0]\n  title: '{alert name}'", "write for example \"{alertname} in {namespace}\"")]
    [InlineData("classes: [0]\n  class: 4", "incidents.class: ")]
    public void What_is_wrong_is_told_at_its_place(string written, string says)
    {
        var read = Read(written);
        Assert.False(read.IsOk);
        Assert.Contains(read.Problems, problem => problem.ToString().Contains(says, StringComparison.Ordinal));
        Assert.All(read.Problems, problem => Assert.Matches(@"^systems/[a-z]+\.yaml:[0-9]+:[0-9]+ ", problem.Where));
    }

    private static Result<OpsConsole.Systems.LoadedSystem> Read(string incidents) => SampleProfile.Read($"{SampleProfile.Text}\nincidents:\n  {incidents}\n");

    private static LabelSet Labels(string name, string severity, string pod) => LabelSet.Of(("alertname", name), ("severity", severity), ("pod", pod));
}
