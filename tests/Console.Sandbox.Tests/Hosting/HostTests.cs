using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OpsConsole.Sandbox.Hosting;

namespace OpsConsole.Sandbox.Tests.Hosting;

public sealed class HostTests(RunningSandbox sandbox) : IClassFixture<RunningSandbox>
{
    private readonly HttpClient http = sandbox.Http;

    [Theory]
    [InlineData("http://0.0.0.0:9300")]
    [InlineData("http://*:9300")]
    [InlineData("http://[::]:9300")]
    [InlineData("http://127.0.0.1:9300;http://192.168.1.4:9300")]
    [InlineData("http://example.org:9300")]
    public void It_refuses_to_listen_beyond_the_loopback(string urls) =>
        Assert.Null(SandboxApp.Build(["--urls", urls], TimeProvider.System));

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://localhost:1")]
    [InlineData("http://[::1]:1")]
    public void Loopback_addresses_are_taken(string url) => Assert.Null(Loopback.FirstOther([url]));

    [Fact]
    public void An_endpoint_of_the_server_s_own_configuration_counts_too()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Kestrel:Endpoints:A:Url", "http://0.0.0.0:1")]).Build();
        Assert.Equal("http://0.0.0.0:1", Loopback.FirstOther(Loopback.Configured(configuration)));
    }

    [Fact]
    public async Task Every_discovered_target_answers_on_the_same_port()
    {
        var groups = await http.GetFromJsonAsync<JsonArray>("/sd/prometheus", Cancelled);
        Assert.True(groups!.Count > 30);
        foreach (var group in groups)
        {
            Assert.Equal($"127.0.0.1:{http.BaseAddress!.Port}", group!["targets"]![0]!.GetValue<string>());
            using var answer = await http.GetAsync(new Uri(group["labels"]!["__metrics_path__"]!.GetValue<string>(), UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("version=0.0.4", answer.Content.Headers.ContentType!.ToString());
        }
    }

    [Fact]
    public async Task Scenarios_start_and_stop_over_http_and_mistakes_are_explained()
    {
        const string path = "/scenarios/ordinaut/BackupFailed";
        Assert.Equal("running", (await PostAsync(path + "/start", HttpStatusCode.OK))["state"]!.GetValue<string>());
        Assert.Contains("runs already", (await PostAsync(path + "/start", HttpStatusCode.Conflict))["detail"]!.GetValue<string>());
        await PostAsync(path + "/stop", HttpStatusCode.OK);
        Assert.Contains("There is no scenario ordinaut/Nope", (await PostAsync("/scenarios/ordinaut/Nope/start", HttpStatusCode.NotFound))["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_start_anything()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/scenarios/stop-all");
        request.Headers.Add("Origin", "http://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(request, Cancelled)).StatusCode);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/scenarios");
        rebound.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(rebound, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task The_page_lists_every_scenario_and_says_what_it_is()
    {
        var page = await http.GetStringAsync(new Uri("/", UriKind.Relative), Cancelled);
        Assert.Contains("This is a sandbox: simulated systems", page);
        foreach (var row in (await http.GetFromJsonAsync<JsonArray>("/scenarios", Cancelled))!)
            Assert.Contains($"id=\"{row!["id"]!.GetValue<string>()}\"", page);
    }

    [Fact]
    public async Task A_pod_that_does_not_exist_cannot_be_killed() =>
        Assert.Contains("There is no pod nobody", (await PostAsync("/pods/rynxs/nobody/kill", HttpStatusCode.NotFound))["detail"]!.GetValue<string>());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<JsonObject> PostAsync(string path, HttpStatusCode expected)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), null, Cancelled);
        Assert.Equal(expected, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancelled))!;
    }
}
