using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Live;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences;

/// <summary>The board against a real Alertmanager, changed by others with their own tools.</summary>
public sealed class RealSilencesTests(RealMonitoring real) : IClassFixture<RealMonitoring>
{
    private readonly LiveState live = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silence_made_by_hand_appears_with_what_it_fits_and_moves_when_somebody_ends_it()
    {
        await using var upstreams = TestUpstreams.OfAlertmanager(real.Alertmanager.Url);
        var options = Options.Create(new AlertsOptions { SilencesPoll = TimeSpan.FromSeconds(1) });
        live.Systems.Observed(Catalogs.Of("alpha"));
        live.Alerts.Observed(new AlertBoard([Any.Alert("ByHand", "alpha") with { Origins = ["main"] }, Any.Alert("ByHandToo", "alpha") with { Origins = ["main"] }], []));
        using var collector = new SilenceCollector(upstreams.Services.GetServices<ISilenceSource>(), live, options, TimeProvider.System);
        await collector.StartAsync(Cancellation);
        using var byHand = new HttpClient { BaseAddress = new Uri(real.Alertmanager.Url) };

        var id = await MakeAsync(byHand);
        var seen = await SeenAsync(id, SilenceState.Active);
        Assert.Equal("ByHand", Assert.Single(seen.Reach!.Alerts).Name);
        Assert.Equal(("main", "ada"), (seen.Origins.Single(), seen.Silence.CreatedBy));
        Assert.Equal(0, live.Silences.Current.Value!.Expired);

        using (var ended = await byHand.DeleteAsync(new Uri($"api/v2/silence/{id}", UriKind.Relative), Cancellation))
        {
            ended.EnsureSuccessStatusCode();
        }

        Assert.Null((await SeenAsync(id, SilenceState.Expired)).Reach);
        Assert.Equal((1, 0), (live.Silences.Current.Value!.Expired, live.Silences.Current.Value.Count(SilenceState.Active)));
        await collector.StopAsync(Cancellation);
    }

    private static async Task<string> MakeAsync(HttpClient http)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var made = await http.PostAsJsonAsync("api/v2/silences", new
        {
            matchers = new[] { new { name = "alertname", value = "By.and", isRegex = true, isEqual = true } },
            startsAt = now,
            endsAt = now.AddHours(1),
            createdBy = "ada",
            comment = "by hand",
        }, Cancellation);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("silenceID").GetString()!;
    }

    private async Task<SeenSilence> SeenAsync(string id, SilenceState state)
    {
        var board = await Eventually.GetAsync(
            () => Task.FromResult(live.Silences.Current.Value ?? SilenceBoard.Empty), it => it.Find(id)?.Silence.State == state, Cancellation);
        return board.Find(id)!;
    }
}
