using System.Globalization;
using System.Text;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Silences;

public sealed class SilenceReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_seventy_thousand_that_are_over_the_newest_are_kept_and_the_others_counted()
    {
        var body = new StringBuilder("[");
        for (var i = 0; i < 70_000; i++)
        {
            body.Append(Written($"over-{i}", "expired", Any.Noon.AddMinutes(-(i * 31_337L % 70_000)))).Append(',');
        }

        body.Append(Written("active", "active", Any.Noon.AddHours(1))).Append(',').Append(Written("pending", "pending", Any.Noon.AddHours(2))).Append(']');
        var list = await ReadAsync(body.ToString());

        Assert.Equal((70_000, 502), (list.Expired, list.Silences.Length));
        Assert.Equal(["active", "pending"], list.Silences.Where(silence => silence.State is not SilenceState.Expired).Select(silence => silence.Id));
        Assert.All(list.Silences, silence => Assert.True(silence.EndsAt > Any.Noon.AddMinutes(-500)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("")]
    public async Task What_is_no_list_of_silences_is_never_taken_for_no_silences(string body) =>
        Assert.Equal(UpstreamFault.Unreadable, (await Assert.ThrowsAsync<UpstreamException>(() => ReadAsync(body))).Fault);

    private static async Task<SilenceList> ReadAsync(string body)
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Json(body));
        await using var upstreams = TestUpstreams.OfAlertmanager(server.Url);
        return await upstreams.Alertmanager.LatestAsync(SilenceBoard.MostExpired, Cancellation);
    }

    private static string Written(string id, string state, DateTimeOffset ends) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"id":"{{id}}","status":{"state":"{{state}}"},"startsAt":"2026-11-01T00:00:00Z","endsAt":"{{ends:O}}","createdBy":"ada","comment":"c","matchers":[{"name":"a","value":"{{id}}.*","isRegex":true}]}
        """);
}
