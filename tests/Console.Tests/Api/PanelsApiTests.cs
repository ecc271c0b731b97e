using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;
using OpsConsole.Tests.Pages.Systems;

namespace OpsConsole.Tests.Api;

public sealed class PanelsApiTests
{
    private const string Of = "api/v1/systems/billing/panels";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Charts_come_with_their_lines_and_with_what_happened()
    {
        await using var host = await ChartedHost.StartAsync();
        await FireAsync(host.Console, "00000000000000a1", "TooSlow", new DateTimeOffset(2026, 11, 20, 10, 20, 0, TimeSpan.Zero));
        Known.InTrouble(host.Console.Live, Known.Alert(fingerprint: "00000000000000b2"));
        host.Console.Live.Systems.Observed(new([new(Known.Billing with { Panels = [ChartedHost.Requests, ChartedHost.Latency] }, [], "billing.yaml")], []));

        var answer = await JsonAsync(host, $"{Of}?from=2026-11-20T10:00Z&to=2026-11-20T11:00Z");

        Assert.Equal(("billing", 15), (answer.GetProperty("system").GetString(), answer.GetProperty("stepSeconds").GetDouble()));
        var panels = answer.GetProperty("panels").EnumerateArray().ToArray();
        Assert.Equal(["Requests", "Latency"], panels.Select(panel => panel.GetProperty("title").GetString()));
        Assert.Equal(("req/s", 50, 2, JsonValueKind.Null), (panels[0].GetProperty("unit").GetString(), panels[0].GetProperty("limit").GetDouble(), panels[0].GetProperty("series").GetInt32(), panels[0].GetProperty("problem").ValueKind));
        var line = panels[0].GetProperty("lines")[0];
        Assert.Equal("pod-1", line.GetProperty("legend").GetString());
        Assert.Equal([1_795_168_800, -1.5], line.GetProperty("points")[0].EnumerateArray().Select(it => it.GetDouble()));
        Assert.Equal(("alert", "TooSlow fired for 5 min", "00000000000000a1", "critical", false), Told(Assert.Single(answer.GetProperty("happenings").EnumerateArray())));
    }

    [Fact]
    public async Task What_fires_all_the_time_and_silences_stand_beside_too()
    {
        await using var host = await ChartedHost.StartAsync();
        var alert = Known.Alert(fingerprint: "00000000000000b2", name: "BillingDown");
        Known.InTrouble(host.Console.Live, alert, Known.Alert(fingerprint: "00000000000000c3", system: "search"));
        host.Console.Live.Systems.Observed(new([new(Known.Billing with { Panels = [ChartedHost.Requests] }, [], "billing.yaml")], []));

        var answer = await JsonAsync(host, $"{Of}?range=15m&panel=Requests");

        Assert.Equal(("alert", "BillingDown fires", "00000000000000b2", "critical", true), Told(Assert.Single(answer.GetProperty("happenings").EnumerateArray())));
    }

    [Fact]
    public async Task Incidents_stand_beside_from_their_begin_to_their_end_and_one_that_was_merged_does_not()
    {
        await using var host = await ChartedHost.StartAsync();
        var (desk, at) = (host.Console.Services.GetRequiredService<IncidentDesk>(), DateTimeOffset.UtcNow.AddMinutes(-10));
        var over = await OpenAsync(desk, "Checkout <b>fails</b>", "billing", at);
        Assert.True((await desk.CloseAsync(over.Id, new IncidentClosing("a full disk", IncidentVerdict.Useful, at.AddMinutes(4)), Person.Console, null, Cancellation)).IsOk);
        var goesOn = await OpenAsync(desk, "Invoices wait", "billing", at.AddMinutes(5));
        var same = await OpenAsync(desk, "The same", "billing", at.AddMinutes(6));
        Assert.True((await desk.MergeAsync(same.Id, goesOn.Id, Person.Console, null, Cancellation)).IsOk);
        await OpenAsync(desk, "Elsewhere", "search", at);

        var told = (await JsonAsync(host, $"{Of}?range=1h")).GetProperty("happenings").EnumerateArray().ToArray();

        Assert.Equal([("incident", "Incident: Checkout <b>fails</b> (over)", over.Id, null, false), ("incident", "Incident: Invoices wait (open)", goesOn.Id, null, true)], told.Select(Told));
        Assert.Equal(TimeSpan.FromMinutes(4), told[0].GetProperty("until").GetDateTimeOffset() - told[0].GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_source_that_is_away_is_told_in_each_chart()
    {
        await using var host = await ChartedHost.StartAsync();
        host.Source.Away = "refused";

        var answer = await JsonAsync(host, $"{Of}?range=1h");

        Assert.All(answer.GetProperty("panels").EnumerateArray(), panel => Assert.Equal(("refused", 0), (panel.GetProperty("problem").GetString(), panel.GetProperty("lines").GetArrayLength())));
    }

    [Theory]
    [InlineData("api/v1/systems/nobody/panels", 404, "There is no such system.")]
    [InlineData($"{Of}?panel=Nothing", 404, "The system has no such chart")]
    [InlineData($"{Of}?step=1s", 400, "is not known here; known are range, from, to and panel")]
    [InlineData($"{Of}?range=5y", 422, "is no range from 1m to 400d")]
    [InlineData($"{Of}?from=2026-11-20T11:00Z&to=2026-11-20T10:00Z", 422, "must be before to")]
    [InlineData($"{Of}?range=1h&to=2026-11-20T10:00Z", 422, "stands beside from or to")]
    public async Task What_can_t_be_asked_is_told_by_the_field(string path, int status, string words)
    {
        await using var host = await ChartedHost.StartAsync();

        var (answered, text, _) = await host.GetAsync(path);

        Assert.Equal(status, answered);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Empty(host.Source.Asked);
    }

    private static async Task<JsonElement> JsonAsync(ChartedHost host, string path)
    {
        var (status, text, _) = await host.GetAsync(path);
        Assert.True(status == 200, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<Incident> OpenAsync(IncidentDesk desk, string title, string system, DateTimeOffset at)
    {
        var opened = await desk.OpenAsync(new NewIncident(title, 1) { Systems = [system], At = at }, Person.Console, Cancellation);
        Assert.True(opened.IsOk, opened.IsOk ? string.Empty : opened.Explanation);
        return opened.Value;
    }

    private static (string?, string?, string?, string?, bool) Told(JsonElement one) => (
        one.GetProperty("kind").GetString(), one.GetProperty("text").GetString(), one.GetProperty("id").GetString(), one.GetProperty("severity").GetString(), one.GetProperty("goesOn").GetBoolean());

    private static Task<int> FireAsync(ConsoleHost console, string fingerprint, string name, DateTimeOffset at) => console.Services.GetRequiredService<Database>().WriteAsync(
        async work =>
        {
            foreach (var (from, to, when) in new[] { ("resolved", "firing", at), ("firing", "resolved", at.AddMinutes(5)) })
            {
                await work.ExecuteAsync(
                    """
                    INSERT INTO alert_transitions (fingerprint, at, from_state, to_state, system, name, severity, starts_at, away)
                    VALUES (@fingerprint, @when, @from, @to, 'billing', @name, 'critical', @when, 0)
                    """,
                    new { fingerprint, when = StoredTime.Of(when), from, to, name }, Cancellation);
            }

            return 2;
        },
        Cancellation);
}
