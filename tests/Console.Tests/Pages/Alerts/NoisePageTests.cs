using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Alerts;

public sealed class NoisePageTests : IAsyncDisposable
{
    private static readonly Person Tester = new(ConsoleHost.Tester, "The tester", ["ops-admins"], SignInMethod.Local);
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Rules_are_listed_with_their_figures_sorted_as_the_address_says()
    {
        Known.Fine(console.Live);
        await FireAsync("00000000000000a1", "Often", 4, minutes: 2);
        await FireAsync("00000000000000b1", "Long", 1, minutes: 9);

        Assert.Equal(["Often", "Long"], await NamesAsync("/alerts/noise"));
        Assert.Equal(["Long", "Often"], await NamesAsync("/alerts/noise?sort=total"));
        Assert.Equal(["Often"], await NamesAsync("/alerts/noise?show=flapping"));
        Assert.Equal(["Often", "Long"], await NamesAsync("/alerts/noise?sort=;drop&show=x&days=999999"));

        var page = await console.PageAsync("/alerts/noise?sort=total");
        Assert.Equal("Total", page.QuerySelector("th[aria-sort=descending]")!.Words());
        var often = page.QuerySelectorAll("tbody tr").Single(row => row.Words().Contains("Often", StringComparison.Ordinal));
        Assert.Matches("Billing 4 2 min 8 min .*flaps.*never acted upon.*no runbook", often.Words());
        Assert.Equal("alerts/00000000000000a1", often.QuerySelector("a[data-row]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("alertname=\"Often\"", "Long")]
    [InlineData("alertname!=\"Often\";cluster=\"a\"", "Long", "Often")]
    [InlineData("cluster=\"a\"", "Long", "Often")]
    public async Task What_is_named_as_a_dead_mans_switch_is_no_noise(string matchers, params string[] left)
    {
        Known.Fine(console.Live);
        var options = new DeadMansSwitchOptions { Name = "heart" };
        Array.ForEach(matchers.Split(';'), options.Matchers.Add);
        console.Live.DeadMansSwitches.Observed(new([new(DeadMansSwitch.Read([options], []).Value[0], SwitchState.Heard, null, TimeProvider.System.GetUtcNow(), [])]));
        await FireAsync("00000000000000a1", "Often", 4, minutes: 2);
        await FireAsync("00000000000000b1", "Long", 1, minutes: 9);
        Assert.Equal(left, (await NamesAsync("/alerts/noise")).Order());
    }

    [Fact]
    public async Task The_file_has_the_same_lines_and_no_formula()
    {
        Known.Fine(console.Live);
        await FireAsync("00000000000000a1", "=HYPERLINK(\"http://evil.example\")", 1, minutes: 2);

        using var answer = await console.Http.GetAsync(new Uri(console.Address, "/alerts/noise.csv?days=7"), Cancellation);
        var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\r\n");

        Assert.StartsWith("attachment; filename=noise-7d-", answer.Content.Headers.ContentDisposition!.ToString().Replace("\"", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.StartsWith("system,rule,severity,firings", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("\"billing\",\"'=HYPERLINK(\"\"http://evil.example\"\")\",\"critical\",\"1\",\"1\",\"120\",\"120\"", lines[1], StringComparison.Ordinal);
        Assert.Equal(["", ""], [.. lines[2..], ""]);
    }

    [Fact]
    public async Task What_people_said_as_they_closed_incidents_stands_beside_the_rule_and_in_the_file()
    {
        Known.Fine(console.Live);
        await FireAsync("00000000000000a1", "Quiet", 3, minutes: 2);
        await FireAsync("00000000000000b1", "Loud", 1, minutes: 9);
        foreach (var verdict in (IncidentVerdict[])[IncidentVerdict.Noise, IncidentVerdict.Noise, IncidentVerdict.NeedsRunbook, IncidentVerdict.Useful])
        {
            await CloseAsync("00000000000000b1", "Loud", verdict);
        }

        Assert.Equal(["Loud", "Quiet"], await NamesAsync("/alerts/noise?sort=verdict"));
        Assert.Equal(["Loud"], await NamesAsync("/alerts/noise?show=called-noise"));
        var page = await console.PageAsync("/alerts/noise?sort=verdict");
        Assert.Equal("Verdicts", page.QuerySelector("th[aria-sort=descending]")!.Words());
        Assert.Equal(["2 noise", "1 needs a runbook", "1 useful", "– nobody said anything"], page.QuerySelectorAll("td.verdicts .row > *").Select(said => said.Words()));
        var lines = (await console.Http.GetStringAsync(new Uri(console.Address, "/alerts/noise.csv?sort=verdict"), Cancellation)).Split("\r\n");
        Assert.EndsWith(",saidUseful,saidNoise,saidNeedsRunbook", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",\"1\",\"2\",\"1\"", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"0\",\"0\",\"0\"", lines[2], StringComparison.Ordinal);
    }

    /// <summary>An incident of an alert of the history, closed with a verdict.</summary>
    private async Task CloseAsync(string fingerprint, string name, IncidentVerdict verdict)
    {
        var desk = console.Services.GetRequiredService<IncidentDesk>();
        var opened = await desk.OpenAsync(new NewIncident($"{verdict}", 1) { Systems = ["billing"] }, Tester, Cancellation);
        Assert.True(opened.IsOk, opened.IsOk ? string.Empty : opened.Explanation);
        await console.Services.GetRequiredService<Database>().WriteAsync(
            async work => await work.ExecuteAsync(
                """
                INSERT INTO alerts_seen (fingerprint, state, at, system, name, severity, starts_at, away, ended_at, body) VALUES (@fingerprint, 'resolved', @at, 'billing', @name, 'critical', @at, 0, @at, '{}')
                ON CONFLICT (fingerprint) DO NOTHING
                """,
                new { fingerprint, name, at = StoredTime.Of(TimeProvider.System.GetUtcNow()) }, Cancellation)
                + await work.ExecuteAsync("INSERT INTO incident_links (kind, target, incident) VALUES ('Alert', @fingerprint, @incident)", new { fingerprint, incident = opened.Value.Id }, Cancellation),
            Cancellation);
        var closed = await desk.CloseAsync(opened.Value.Id, new IncidentClosing("x", verdict), Tester, null, Cancellation);
        Assert.True(closed.IsOk, closed.IsOk ? string.Empty : closed.Explanation);
    }

    private async Task<IEnumerable<string>> NamesAsync(string path) => (await console.PageAsync(path)).QuerySelectorAll("tbody th b").Select(name => name.TextContent);

    /// <summary>Puts firings of so many minutes into the history, ten minutes apart, the last one two hours ago.</summary>
    private Task<int> FireAsync(string fingerprint, string name, int times, int minutes) => console.Services.GetRequiredService<Database>().WriteAsync(
        async work =>
        {
            var at = TimeProvider.System.GetUtcNow().AddHours(-2);
            for (var i = 0; i < times; i++, at = at.AddMinutes(-10))
            {
                foreach (var (from, to, when) in new[] { ("resolved", "firing", at), ("firing", "resolved", at.AddMinutes(minutes)) })
                {
                    await work.ExecuteAsync(
                        """
                        INSERT INTO alert_transitions (fingerprint, at, from_state, to_state, system, name, severity, starts_at, away)
                        VALUES (@fingerprint, @when, @from, @to, 'billing', @name, 'critical', @when, 0)
                        """,
                        new { fingerprint, when = StoredTime.Of(when), from, to, name }, Cancellation);
                }
            }

            return times;
        },
        Cancellation);
}
