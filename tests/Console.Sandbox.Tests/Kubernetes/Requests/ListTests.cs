using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Tests.Hosting;

namespace OpsConsole.Sandbox.Tests.Kubernetes.Requests;

public sealed class ListTests(QuietCluster quiet) : IClassFixture<QuietCluster>
{
    private readonly ClusterClient cluster = new ClusterClient(quiet).Begin();

    private string Pods => $"{cluster.Core}/pods";

    [Fact]
    public async Task Pages_show_the_state_of_the_first_even_when_it_changes_meanwhile()
    {
        for (var i = 0; i < 5; i++) cluster.PutPod($"pod-{i}");
        var first = (await cluster.GetAsync($"{Pods}?limit=2")).Json;
        cluster.Store.Remove(Kinds.Pod, new(cluster.Namespace, "pod-2"));
        cluster.PutPod("pod-3", app: "other");
        cluster.PutPod("pod-9");
        var second = (await cluster.GetAsync($"{Pods}?limit=2&continue={Token(first)}")).Json;
        var third = (await cluster.GetAsync($"{Pods}?limit=2&continue={Token(second)}")).Json;
        Assert.Equal(["pod-0", "pod-1", "pod-2", "pod-3", "pod-4"], Names(first).Concat(Names(second)).Concat(Names(third)));
        Assert.Equal("web", second["items"]![1]!["metadata"]!["labels"]!["app"]!.ToString());
        Assert.Equal("3", first["metadata"]!["remainingItemCount"]!.ToString());
        Assert.Single(new[] { first, second, third }.Select(p => p["metadata"]!["resourceVersion"]!.ToString()).Distinct());
        Assert.Null(third["metadata"]!["continue"]);
    }

    [Fact]
    public async Task A_forgotten_page_is_a_410_with_a_token_that_goes_on_in_today_s_state()
    {
        for (var i = 0; i < 4; i++) cluster.PutPod($"pod-{i}");
        var first = (await cluster.GetAsync($"{Pods}?limit=2")).Json;
        cluster.PutPod("pod-4");
        using var forget = await quiet.Http.PostAsync(new Uri("/kubernetes/forget", UriKind.Relative), null, TestContext.Current.CancellationToken);
        var gone = await cluster.GetAsync($"{Pods}?limit=2&continue={Token(first)}");
        Assert.Equal((410, "Expired"), (gone.Status, gone.Reason));
        Assert.Equal(["pod-2", "pod-3", "pod-4"], Names((await cluster.GetAsync($"{Pods}?continue={Token(gone.Json)}")).Json));
    }

    [Theory]
    [InlineData("limit=2&continue=not-a-token", 400, "BadRequest")]
    [InlineData("limit=many", 400, "BadRequest")]
    [InlineData("resourceVersion=abc", 400, "BadRequest")]
    [InlineData("resourceVersion=1&resourceVersionMatch=Exact", 410, "Expired")]
    [InlineData("resourceVersionMatch=Exact", 422, "Invalid")]
    [InlineData("sendInitialEvents=true&resourceVersionMatch=NotOlderThan", 422, "Invalid")]
    [InlineData("resourceVersion=999999999999", 504, "Timeout")]
    [InlineData("fieldSelector=spec.image%3Dx", 400, "BadRequest")]
    public async Task What_cannot_be_listed_is_refused(string query, int status, string reason)
    {
        var answer = await cluster.GetAsync($"{Pods}?{query}");
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task A_selector_s_list_tells_no_count_of_what_remains_and_version_0_knows_no_pages()
    {
        for (var i = 0; i < 3; i++) cluster.PutPod($"pod-{i}");
        var selected = (await cluster.GetAsync($"{Pods}?limit=2&labelSelector=app%3Dweb")).Json["metadata"]!.AsObject();
        Assert.True(selected.ContainsKey("continue"));
        Assert.False(selected.ContainsKey("remainingItemCount"));
        Assert.Equal(3, Names((await cluster.GetAsync($"{Pods}?limit=2&resourceVersion=0")).Json).Count());
    }

    [Fact]
    public async Task A_table_holds_what_kubectl_prints()
    {
        cluster.PutPod("one", ready: false);
        cluster.PutDeployment("api", 2);
        var pods = await TableAsync($"{Pods}?includeObject=None");
        Assert.Equal(["Name", "Ready", "Status", "Restarts"], pods["columnDefinitions"]!.AsArray().Take(4).Select(c => c!["name"]!.ToString()));
        Assert.Equal(["one", "1/2", "Running", "0"], Cells(pods).Take(4));
        Assert.Null(pods["rows"]![0]!["object"]);
        var deployment = await TableAsync($"{cluster.Apps}/deployments/api");
        Assert.Equal(["api", "2/2", "2", "2"], Cells(deployment).Take(4));
        Assert.Equal(["main,side", "i:1,s:1", "app=api"], Cells(deployment).TakeLast(3));
        Assert.Equal(("PartialObjectMetadata", false), (deployment["rows"]![0]!["object"]!["kind"]!.ToString(), deployment["rows"]![0]!["object"]!.AsObject().ContainsKey("spec")));
    }

    [Fact]
    public async Task Metadata_alone_comes_when_that_is_asked_for_and_nothing_when_no_form_fits()
    {
        cluster.PutPod("one");
        var partial = (await cluster.GetAsync(Pods, headers: ("Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"))).Json;
        Assert.Equal(("PartialObjectMetadataList", "PartialObjectMetadata"), (partial["kind"]!.ToString(), partial["items"]![0]!["kind"]!.ToString()));
        Assert.Equal(406, (await cluster.GetAsync(Pods, headers: ("Accept", "application/xml"))).Status);
        Assert.Equal(200, (await cluster.GetAsync(Pods, headers: ("Accept", "application/vnd.kubernetes.protobuf,application/json"))).Status);
    }

    [Fact]
    public async Task Thousands_of_pods_come_whole_and_small_when_compressed()
    {
        for (var i = 0; i < 5000; i++) cluster.PutPod($"pod-{i:0000}");
        using var http = new HttpClient { BaseAddress = quiet.Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = RunningSandbox.TokenOf(quiet.Services, "console");
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        using var answer = await http.GetAsync(new Uri(Pods, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await using var plain = new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
        var list = await JsonNode.ParseAsync(plain, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(5000, list!["items"]!.AsArray().Count);
        Assert.InRange(bytes.Length, 1, 1_000_000);
    }

    [Fact]
    public async Task Events_are_told_by_both_groups_under_their_own_names()
    {
        cluster.Store.Put(Kinds.Event, new(cluster.Namespace, "e.1"), ClusterClient.Read("""
            {"involvedObject": {"kind": "Deployment", "name": "api"}, "reason": "Scaled", "message": "up", "type": "Normal", "count": 2, "lastTimestamp": "2026-01-01T00:00:00Z"}
            """));
        Assert.Single(Names((await cluster.GetAsync($"{cluster.Core}/events?fieldSelector=involvedObject.name%3Dapi,type%3DNormal")).Json));
        var grouped = (await cluster.GetAsync($"/apis/events.k8s.io/v1/namespaces/{cluster.Namespace}/events?fieldSelector=regarding.name%3Dapi")).Json["items"]![0]!;
        Assert.Equal(("up", "Deployment", "2"), (grouped["note"]!.ToString(), grouped["regarding"]!["kind"]!.ToString(), grouped["deprecatedCount"]!.ToString()));
        Assert.Empty((await cluster.GetAsync($"{cluster.Core}/events?fieldSelector=type%3DWarning")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task An_autoscaler_reads_in_the_old_version_with_its_share_of_the_processor()
    {
        cluster.Store.Put(Kinds.HorizontalPodAutoscaler, new(cluster.Namespace, "web"), ClusterClient.Read("""
            {
              "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": 2, "maxReplicas": 9,
                "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}]},
              "status": {"currentReplicas": 3, "currentMetrics": [{"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": 41}}}]}
            }
            """));
        var old = (await cluster.GetAsync($"/apis/autoscaling/v1/namespaces/{cluster.Namespace}/horizontalpodautoscalers/web")).Json;
        Assert.Equal(("autoscaling/v1", "70", "41", "3"), (old["apiVersion"]!.ToString(), old["spec"]!["targetCPUUtilizationPercentage"]!.ToString(),
            old["status"]!["currentCPUUtilizationPercentage"]!.ToString(), old["status"]!["currentReplicas"]!.ToString()));
        Assert.Equal("cpu: 41%/70%", Cells(await TableAsync($"/apis/autoscaling/v2/namespaces/{cluster.Namespace}/horizontalpodautoscalers/web")).ElementAt(2));
        Assert.Equal(405, (await cluster.SendAsync(HttpMethod.Delete, $"/apis/autoscaling/v1/namespaces/{cluster.Namespace}/horizontalpodautoscalers/web", null)).Status);
    }

    private async Task<JsonObject> TableAsync(string path) =>
        (await cluster.GetAsync(path, headers: ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"))).Json;

    private static IEnumerable<string> Cells(JsonObject table) => table["rows"]![0]!["cells"]!.AsArray().Select(c => c!.ToString());

    private static IEnumerable<string> Names(JsonObject list) => list["items"]!.AsArray().Select(i => i!["metadata"]!["name"]!.ToString());

    private static string Token(JsonObject list) => Uri.EscapeDataString(list["metadata"]!["continue"]!.ToString());
}
