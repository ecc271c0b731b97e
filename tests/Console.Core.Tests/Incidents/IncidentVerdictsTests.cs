using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>What is said of an incident as it is closed comes to the noise view.</summary>
public sealed class IncidentVerdictsTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_rule_has_the_verdicts_of_its_incidents_and_what_was_noise_was_not_acted_upon(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var clock = new FakeTime(Any.Noon);
        await using var console = new IncidentWorld(store, clock);
        var (one, other, quiet) = (Any.Alert("Loud", labels: ("pod", "a")), Any.Alert("Loud", labels: ("pod", "b")), Any.Alert("Quiet"));
        await console.FiresAndIsRecordedAsync(one, other, quiet);
        await console.ClosedAsync(await console.OpenedAsync(new NewIncident("1", 1) { Alerts = [one.Fingerprint, other.Fingerprint] }), IncidentVerdict.Noise);
        await console.ClosedAsync(await console.OpenedAsync(new NewIncident("2", 1) { Alerts = [one.Fingerprint] }), IncidentVerdict.Noise);
        await console.ClosedAsync(await console.OpenedAsync(new NewIncident("3", 1) { Alerts = [other.Fingerprint] }), IncidentVerdict.NeedsRunbook);
        await console.OpenedAsync(new NewIncident("4", 1) { Alerts = [quiet.Fingerprint] });

        var verdicts = new IncidentVerdicts(console.Database);
        Assert.Equal(new[] { other.Fingerprint, quiet.Fingerprint }.Order(), (await verdicts.AlertsAsync(Any.Noon.AddDays(-7), Cancellation)).Order());
        var desk = new NoiseDesk(new NoiseStore(console.Database), [verdicts], clock, verdicts);
        var rules = (await desk.ReadAsync(7, Cancellation)).Rules.ToDictionary(rule => rule.Name);
        Assert.Equal((new RuleVerdicts(0, 2, 1), RuleVerdicts.None), (rules["Loud"].Verdicts, rules["Quiet"].Verdicts));
        Assert.True(rules["Quiet"].IsNamed);
    }
}
