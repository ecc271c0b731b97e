using System.Net;
using System.Text.Json;
using OpsConsole.Api;
using OpsConsole.Slo;
using OpsConsole.Tests.Host;
using OpsConsole.Tests.Pages.Slos;

namespace OpsConsole.Tests.Api;

/// <summary>Objectives over HTTP.</summary>
public sealed class SloApiTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task All_are_listed_with_their_state_and_what_is_not_known_is_null()
    {
        See();
        var list = (await GetAsync("/api/v1/slos")).Json;
        Assert.Equal("live", list.GetProperty("freshness").GetString());
        var (burning, unknown) = (list.GetProperty("slos")[0], list.GetProperty("slos")[1]);
        Assert.Equal(("burning", 99.9, 0.4, 600), (burning.GetProperty("state").GetString(), burning.GetProperty("targetPercent").GetDouble(), Math.Round(burning.GetProperty("remaining").GetDouble(), 9), burning.GetProperty("counts").GetProperty("bad").GetDouble()));
        Assert.Equal(("noData", JsonValueKind.Null, JsonValueKind.Null), (unknown.GetProperty("state").GetString(), unknown.GetProperty("remaining").ValueKind, unknown.GetProperty("counts").ValueKind));
        Assert.Equal("no data over 30d", unknown.GetProperty("problem").GetString());
        Assert.Equal(["burning"], (await GetAsync("/api/v1/slos?state=burning&system=billing")).Json.GetProperty("slos").EnumerateArray().Select(one => one.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task One_tells_its_windows_with_the_events_behind_each_rate()
    {
        See();
        var one = (await GetAsync("/api/v1/slos/billing/availability")).Json.GetProperty("slo");
        var hour = one.GetProperty("burnRates").EnumerateArray().Single(burn => burn.GetProperty("window").GetString() == "1h");
        Assert.Equal((3, 208), (hour.GetProperty("counts").GetProperty("bad").GetDouble(), hour.GetProperty("counts").GetProperty("total").GetDouble()));
        Assert.Equal(4, one.GetProperty("limits").GetArrayLength());
        Assert.True(one.GetProperty("limits")[0].GetProperty("above").GetBoolean());
        Assert.Equal(JsonValueKind.Null, one.GetProperty("limits")[1].GetProperty("above").ValueKind);
    }

    [Theory]
    [InlineData("/api/v1/slos/billing/nothing", 404)]
    [InlineData("/api/v1/slos/billing/nothing/history.csv", 404)]
    [InlineData("/api/v1/slos/nobody/availability/periods.csv", 404)]
    [InlineData("/api/v1/slos?state=green", 400)]
    [InlineData("/api/v1/slos?colour=green", 400)]
    [InlineData("/api/v1/slos/billing/availability/history.csv", 502)]
    public async Task What_there_is_not_or_can_not_be_read_is_said(string path, int status)
    {
        See();
        var answer = await GetAsync(path);
        Assert.Equal((status, "application/problem+json"), ((int)answer.Status, answer.MediaType));
    }

    [Fact]
    public void A_history_keeps_gaps_empty_and_never_writes_a_formula()
    {
        var lines = SloFiles.History(SomeBudgets.History).Split("\r\n");
        Assert.Equal("\"from\",\"to\",\"bad\",\"total\",\"errorRatio\",\"budgetUsed\"", lines[0]);
        Assert.Equal("\"2026-11-01T12:00:00Z\",\"2026-11-11T12:00:00Z\",,,,", lines[2]);
        Assert.EndsWith(",\"1.6\"", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Periods_say_since_when_they_are_held_and_texts_are_no_formulas()
    {
        var lines = SloFiles.Periods([SomeBudgets.OfMonth, SomeBudgets.OfMonth with { Problem = "=HYPERLINK(\"http://x\")" }]).Split("\r\n");
        Assert.StartsWith("\"November 2026\",\"2026-10-31T23:00:00Z\",\"2026-11-30T23:00:00Z\",\"met\",\"99.9\",", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"2026-11-06T12:00:00Z\",\"requests\"", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"'=HYPERLINK(\"\"http://x\"\")\"", lines[2], StringComparison.Ordinal);
    }

    private void See()
    {
        console.Live.Systems.Observed(Known.Catalog);
        console.Live.Slo.Observed(new SloBoard([SomeBudgets.Burning, SomeBudgets.Unknown]));
    }

    private async Task<(HttpStatusCode Status, string? MediaType, JsonElement Json)> GetAsync(string path)
    {
        using var answer = await console.Http.GetAsync(new Uri(console.Address, path), Cancellation);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }
}
