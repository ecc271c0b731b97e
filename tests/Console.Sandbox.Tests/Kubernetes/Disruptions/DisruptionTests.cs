using System.Net;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Disruptions;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Disruptions;

public sealed class DisruptionTests(QuietCluster quiet) : IClassFixture<QuietCluster>
{
    private readonly ClusterClient cluster = new ClusterClient(quiet).Begin();

    [Fact]
    public async Task A_cut_watch_ends_without_an_end_and_is_open_no_more()
    {
        var first = cluster.PutPod("one");
        using var answer = await WatchAsync(first.ResourceVersion);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        cluster.PutPod("two");
        Assert.Contains("\"two\"", await reader.ReadLineAsync(Cancelled));
        Assert.InRange(await OpenAsync(), 1, int.MaxValue);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("cut-watches?once=true"));
        Assert.Equal(0, await OpenAsync());
        await Assert.ThrowsAnyAsync<IOException>(async () => await reader.ReadLineAsync(Cancelled));
    }

    [Fact]
    public async Task Watches_are_cut_again_and_again_and_lose_nothing_to_who_resumes()
    {
        // A cluster of its own: the cutting goes on for a while after this test has seen enough.
        await using var other = new QuietCluster();
        await other.InitializeAsync();
        var shaky = new ClusterClient(other).Begin();
        var place = shaky.PutPod("start").ResourceVersion;
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(other, "cut-watches?every=200ms&for=3s"));
        var seen = new List<string>();
        var cuts = 0;
        for (var i = 0; i < 20; i++)
        {
            shaky.PutPod($"pod-{i:00}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancelled);
        }
        while (seen.Count < 20)
            try
            {
                using var answer = await WatchAsync(other, shaky, place);
                using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
                while (seen.Count < 20 && await reader.ReadLineAsync(Cancelled) is { } line)
                {
                    var metadata = JsonNode.Parse(line)!["object"]!["metadata"]!;
                    place = metadata["resourceVersion"]!.ToString();
                    seen.Add(metadata["name"]!.ToString());
                }
            }
            catch (IOException)
            {
                cuts++;
            }
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"pod-{i:00}"), seen);
        Assert.InRange(cuts, 0, 100);
    }

    [Fact]
    public async Task After_the_past_is_forgotten_a_watch_from_there_is_told_to_list_again()
    {
        var place = cluster.PutPod("one").ResourceVersion;
        cluster.PutPod("two");
        Assert.Equal(HttpStatusCode.OK, await PostAsync("forget"));
        using var answer = await WatchAsync(place);
        var line = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!;
        Assert.Equal(("ERROR", "Expired"), (line["type"]!.ToString(), line["object"]!["reason"]!.ToString()));
    }

    [Fact]
    public async Task An_outage_refuses_everybody_and_passes()
    {
        await using var other = new QuietCluster();
        await other.InitializeAsync();
        var away = new ClusterClient(other).Begin();
        using (await other.Http.PostAsync(new Uri("/kubernetes/outage?for=700ms", UriKind.Relative), null, Cancelled))
        {
            Assert.Equal(503, (await away.GetAsync("/readyz")).Status);
            Assert.Equal("ServiceUnavailable", (await away.GetAsync($"{away.Core}/pods")).Reason);
        }
        while ((await away.GetAsync("/readyz")).Status == 503) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancelled);
        Assert.Equal(200, (await away.GetAsync($"{away.Core}/pods")).Status);
    }

    [Theory]
    [InlineData("cut-watches")]
    [InlineData("cut-watches?every=1s")]
    [InlineData("cut-watches?every=often&for=1m")]
    [InlineData("outage?for=5")]
    public async Task A_length_that_is_none_is_refused(string path) => Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(path));

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("1.5m", 90)]
    public void A_length_reads_as_it_is_written(string text, double seconds) => Assert.Equal(seconds, DisruptionEndpoints.Duration(text)!.Value.TotalSeconds);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Task<HttpResponseMessage> WatchAsync(string from) => WatchAsync(quiet, cluster, from);

    private static Task<HttpResponseMessage> WatchAsync(QuietCluster of, ClusterClient client, string from) => of.Http.GetAsync(
        new Uri($"{client.Core}/pods?watch=true&resourceVersion={from}&timeoutSeconds=30", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled);

    private async Task<int> OpenAsync() =>
        JsonNode.Parse(await quiet.Http.GetStringAsync(new Uri("/kubernetes/watches", UriKind.Relative), Cancelled))!["open"]!.GetValue<int>();

    private Task<HttpStatusCode> PostAsync(string path) => PostAsync(quiet, path);

    private static async Task<HttpStatusCode> PostAsync(QuietCluster to, string path)
    {
        using var answer = await to.Http.PostAsync(new Uri($"/kubernetes/{path}", UriKind.Relative), null, Cancelled);
        return answer.StatusCode;
    }
}
