using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Silences;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Changes;

/// <summary>Silences of a real Alertmanager, made by somebody else's tool.</summary>
public sealed class SilenceRecordTests(Stores stores, RealMonitoring monitoring) : IClassFixture<RealMonitoring>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silence_that_appears_changes_and_ends_is_three_entries_also_over_a_restart()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        await using var upstreams = Upstreams();
        using var http = new HttpClient { BaseAddress = new Uri(monitoring.Alertmanager.Url) };
        var id = await SilenceAsync(http, null, TimeProvider.System.GetUtcNow(), hours: 1);
        var record = On(recorder, upstreams);
        await record.LookAsync(Cancellation);
        await record.LookAsync(Cancellation);

        var seen = Assert.Single(await EntriesAsync(recorder, id));
        Assert.Equal("active", seen.Parameters["state"]);
        Assert.Equal(("alertname=\"Some<b>Alert\"", "mallory", "<script>why</script>"), (seen.Parameters["matchers"], seen.Parameters["author"], seen.Parameters["comment"]));

        // With another begin than the one that Alertmanager gave it, which may be a second later, it would be made anew.
        var made = await http.GetFromJsonAsync<JsonElement>(new Uri($"api/v2/silence/{id}", UriKind.Relative), Cancellation);
        Assert.Equal(id, await SilenceAsync(http, id, made.GetProperty("startsAt").GetDateTimeOffset(), hours: 2));
        record = On(recorder, upstreams);
        await record.LookAsync(Cancellation);
        (await http.DeleteAsync(new Uri($"api/v2/silence/{id}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        await record.LookAsync(Cancellation);
        await On(recorder, upstreams).LookAsync(Cancellation);

        var all = await EntriesAsync(recorder, id);
        Assert.Equal(["expired", "active", "active"], all.Select(entry => entry.Parameters["state"]));
        Assert.NotEqual(all[1].Parameters["ends"], all[2].Parameters["ends"]);
        Assert.All(all, entry => Assert.Equal("console", entry.Subject));
    }

    [Fact]
    public async Task What_was_over_before_anybody_looked_is_no_news()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        await using var upstreams = Upstreams();
        using var http = new HttpClient { BaseAddress = new Uri(monitoring.Alertmanager.Url) };
        var id = await SilenceAsync(http, null, TimeProvider.System.GetUtcNow(), hours: 1);
        (await http.DeleteAsync(new Uri($"api/v2/silence/{id}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();

        await On(recorder, upstreams).LookAsync(Cancellation);

        Assert.Empty(await EntriesAsync(recorder, id));
    }

    private static async Task<string> SilenceAsync(HttpClient http, string? id, DateTimeOffset begin, int hours)
    {
        using var answer = await http.PostAsJsonAsync(
            new Uri("api/v2/silences", UriKind.Relative),
            new
            {
                id,
                matchers = new[] { new { name = "alertname", value = "Some<b>Alert", isRegex = false, isEqual = true } },
                startsAt = begin,
                endsAt = begin.AddHours(hours),
                createdBy = "mallory",
                comment = "<script>why</script>",
            },
            Cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("silenceID").GetString()!;
    }

    private ServiceProvider Upstreams() => new ServiceCollection().AddLogging().AddUpstreams(new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("Upstreams:Alertmanager:0:Name", "main"),
        new("Upstreams:Alertmanager:0:Url", monitoring.Alertmanager.Url),
    ]).Build()).BuildServiceProvider();

    private static SilenceRecord On(Recorder recorder, ServiceProvider upstreams) =>
        new(upstreams.GetRequiredService<IEnumerable<ISilenceSource>>(), recorder.Reader, recorder.Log, NullLogger<SilenceRecord>.Instance);

    private static async Task<ImmutableArray<AuditEntry>> EntriesAsync(Recorder recorder, string id) =>
        (await recorder.Reader.ReadAsync(new AuditQuery { Action = SilenceRecord.Action, Target = $"main/{id}" }, Cancellation)).Entries;
}
