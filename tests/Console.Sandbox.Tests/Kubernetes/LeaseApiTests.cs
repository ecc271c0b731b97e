using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Tests.Hosting;

namespace OpsConsole.Sandbox.Tests.Kubernetes;

/// <summary>The API over HTTP, held to what a real server was seen to answer.</summary>
public sealed class LeaseApiTests(RunningSandbox sandbox) : IClassFixture<RunningSandbox>
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/tenant-acme/leases";
    private readonly HttpClient http = sandbox.Http;
    private readonly string name = $"lease-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_dry_run_in_the_query_does_not_save_a_lease_when_there_is_a_body()
    {
        var uid = (await CreateAsync())["metadata"]!["uid"]!.GetValue<string>();
        var answer = await DeleteAsync("?dryRun=All", new() { ["preconditions"] = new JsonObject { ["uid"] = uid } });
        Assert.Equal(("Success", uid), (answer["status"]!.GetValue<string>(), answer["details"]!["uid"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync());
    }

    [Fact]
    public async Task A_dry_run_in_the_body_or_in_the_query_alone_leaves_the_lease()
    {
        await CreateAsync();
        await DeleteAsync("", new() { ["dryRun"] = new JsonArray("All") });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        await DeleteAsync("?dryRun=All", null);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        await DeleteAsync("", null);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync());
    }

    [Fact]
    public async Task A_failed_precondition_is_worded_as_the_real_server_words_it()
    {
        var uid = (await CreateAsync())["metadata"]!["uid"]!.GetValue<string>();
        var answer = await DeleteAsync("", new() { ["preconditions"] = new JsonObject { ["uid"] = "00000000-0000-0000-0000-000000000000" } });
        Assert.Equal($"Operation cannot be fulfilled on Lease.coordination.k8s.io \"{name}\": the UID in the precondition "
            + $"(00000000-0000-0000-0000-000000000000) does not match the UID in record ({uid}). The object might have been deleted and then "
            + "recreated", answer["message"]!.GetValue<string>());
        Assert.Equal(409, answer["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_watch_brings_each_change_and_ends_when_its_time_is_up()
    {
        var list = await http.GetFromJsonAsync<JsonObject>(Leases, Cancelled);
        var from = list!["metadata"]!["resourceVersion"]!.GetValue<string>();
        var watch = LinesAsync($"{Leases}?watch=true&resourceVersion={from}&timeoutSeconds=2&fieldSelector=metadata.name={name}");
        var lease = await CreateAsync();
        lease["spec"]!["holderIdentity"] = "other";
        await http.PutAsJsonAsync($"{Leases}/{name}", lease, Cancelled);
        await DeleteAsync("", null);
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], (await watch).Select(l => l["type"]!.GetValue<string>()));
        Assert.Equal("other", (await watch)[2]["object"]!["spec"]!["holderIdentity"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_watch_from_too_far_back_is_told_so_in_one_line()
    {
        var line = Assert.Single(await LinesAsync($"{Leases}?watch=true&resourceVersion=1"));
        Assert.Equal(("ERROR", "Expired", 410), (line["type"]!.GetValue<string>(), line["object"]!["reason"]!.GetValue<string>(),
            line["object"]!["code"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_watch_with_bookmarks_ends_with_one()
    {
        await CreateAsync();
        var lines = await LinesAsync($"{Leases}?watch=true&timeoutSeconds=3&allowWatchBookmarks=true&fieldSelector=metadata.name={name}");
        Assert.Equal(["ADDED", "BOOKMARK", "BOOKMARK"], lines.Select(l => l["type"]!.GetValue<string>()));
        Assert.Equal("true", lines[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>());
        Assert.Empty(lines[2]["object"]!["spec"]!.AsObject());
    }

    [Fact]
    public async Task Wrong_requests_are_refused_with_a_status()
    {
        Assert.Equal(400, await CodeOfAsync(http.GetAsync(new Uri($"{Leases}?limit=many", UriKind.Relative), Cancelled)));
        Assert.Equal(500, await CodeOfAsync(http.GetAsync(new Uri($"{Leases}?watch=true&resourceVersion=abc", UriKind.Relative), Cancelled)));
        Assert.Equal(400, await CodeOfAsync(PostAsync("{\"kind\": \"Lease\", ")));
        Assert.Equal(400, await CodeOfAsync(PostAsync("{\"kind\": \"Pod\"}")));
        Assert.Equal(405, await CodeOfAsync(http.PostAsJsonAsync($"{Leases}/{name}", new { }, Cancelled)));
        Assert.Equal(404, await CodeOfAsync(http.GetAsync(new Uri("/apis/coordination.k8s.io/v9/leases", UriKind.Relative), Cancelled)));
    }

    [Fact]
    public async Task The_lease_of_the_operator_is_in_the_list_of_all_namespaces()
    {
        var list = await http.GetFromJsonAsync<JsonObject>("/apis/coordination.k8s.io/v1/leases", Cancelled);
        var lease = Assert.Single(list!["items"]!.AsArray(), i => i!["metadata"]!["name"]!.GetValue<string>() == "rynxs-operator-leader");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", lease!["spec"]!["renewTime"]!.GetValue<string>());
        Assert.False(lease.AsObject().ContainsKey("kind"));
    }

    [Fact]
    public async Task A_kubeconfig_leads_to_the_sandbox()
    {
        var text = await http.GetStringAsync(new Uri("/kubeconfig", UriKind.Relative), Cancelled);
        Assert.Matches("server: https://127\\.0\\.0\\.1:\\d+\n", text);
        Assert.Contains("current-context: console", text);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<JsonObject> CreateAsync()
    {
        var answer = await PostAsync($$$"""{"kind": "Lease", "metadata": {"name": "{{{name}}}"}, "spec": {"holderIdentity": "one"}}""");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancelled))!;
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        http.PostAsync(new Uri(Leases, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), Cancelled);

    private async Task<JsonObject> DeleteAsync(string query, JsonObject? options)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Leases}/{name}{query}");
        if (options is not null) request.Content = JsonContent.Create(options);
        using var answer = await http.SendAsync(request, Cancelled);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancelled))!;
    }

    private async Task<HttpStatusCode> StatusAsync() => (await http.GetAsync(new Uri($"{Leases}/{name}", UriKind.Relative), Cancelled)).StatusCode;

    private static async Task<int> CodeOfAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        var status = await answer.Content.ReadFromJsonAsync<JsonObject>(Cancelled);
        Assert.Equal((int)answer.StatusCode, status!["code"]!.GetValue<int>());
        return status["code"]!.GetValue<int>();
    }

    private async Task<List<JsonObject>> LinesAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];
    }
}
