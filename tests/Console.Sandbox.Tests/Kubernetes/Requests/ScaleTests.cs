namespace OpsConsole.Sandbox.Tests.Kubernetes.Requests;

public sealed class ScaleTests(QuietCluster quiet) : IClassFixture<QuietCluster>
{
    private readonly ClusterClient cluster = new ClusterClient(quiet).Begin();

    private string Scale => $"{cluster.Apps}/deployments/api/scale";

    [Fact]
    public async Task A_scale_shows_what_is_wanted_and_is_bound_to_the_version_of_its_workload()
    {
        var version = cluster.PutDeployment("api", 3).ResourceVersion;
        var seen = (await cluster.GetAsync(Scale)).Json;
        Assert.Equal(("Scale", "3", "app=api", version), (seen["kind"]!.ToString(), seen["spec"]!["replicas"]!.ToString(),
            seen["status"]!["selector"]!.ToString(), seen["metadata"]!["resourceVersion"]!.ToString()));
        var rehearsed = await cluster.PatchAsync(Scale + "?dryRun=All", """{"spec": {"replicas": 5}}""");
        Assert.Equal(("5", version), (rehearsed.Json["spec"]!["replicas"]!.ToString(), rehearsed.Json["metadata"]!["resourceVersion"]!.ToString()));
        Assert.Equal("3", (await cluster.GetAsync(Scale)).Json["spec"]!["replicas"]!.ToString());
        var bound = "{\"metadata\": {\"resourceVersion\": \"" + version + "\"}, \"spec\": {\"replicas\": 4}}";
        Assert.Equal(200, (await cluster.PatchAsync(Scale, bound)).Status);
        var late = await cluster.PatchAsync(Scale, bound);
        Assert.Equal((409, "Conflict"), (late.Status, late.Reason));
        Assert.Contains("deployments.apps \"api\"", late.Message);
    }

    [Fact]
    public async Task A_scale_of_nothing_has_an_empty_spec()
    {
        cluster.PutDeployment("api", 3);
        Assert.Empty((await cluster.PatchAsync(Scale, """{"spec": {"replicas": 0}}""")).Json["spec"]!.AsObject());
        Assert.Equal("0", (await cluster.GetAsync($"{cluster.Apps}/deployments/api")).Json["spec"]!["replicas"]!.ToString());
    }

    [Fact]
    public async Task A_put_needs_no_content_type_and_counts_the_change()
    {
        cluster.PutDeployment("api", 3);
        var scale = (await cluster.GetAsync(Scale)).Json;
        scale["spec"]!["replicas"] = 2;
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, Scale, scale.ToJsonString(), contentType: null)).Status);
        Assert.Equal("2", (await cluster.GetAsync($"{cluster.Apps}/deployments/api")).Json["metadata"]!["generation"]!.ToString());
        Assert.Equal(409, (await cluster.SendAsync(HttpMethod.Put, Scale, scale.ToJsonString(), contentType: null)).Status);
    }

    [Theory]
    [InlineData("""{"spec": {"replicas": -1}}""", "Scale.autoscaling \"api\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("""{"spec": {"replicas": "3"}}""", "json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32")]
    [InlineData("""{"spec": {"replicas": 3000000000}}""", "json: cannot unmarshal number 3000000000 into Go struct field ScaleSpec.spec.replicas of type int32")]
    public async Task Impossible_counts_are_refused_in_the_server_s_words(string patch, string message)
    {
        cluster.PutDeployment("api", 3);
        var answer = await cluster.PatchAsync(Scale, patch);
        Assert.Equal(422, answer.Status);
        Assert.Contains(message, answer.Message);
    }

    [Fact]
    public async Task A_json_patch_can_insist_on_the_count_alone()
    {
        cluster.PutDeployment("api", 3);
        const string type = "application/json-patch+json";
        Assert.Equal(422, (await cluster.PatchAsync(Scale, """[{"op": "test", "path": "/spec/replicas", "value": 7}, {"op": "replace", "path": "/spec/replicas", "value": 4}]""", type)).Status);
        var held = await cluster.PatchAsync(Scale, """[{"op": "test", "path": "/spec/replicas", "value": 3}, {"op": "replace", "path": "/spec/replicas", "value": 4}]""", type);
        Assert.Equal("4", held.Json["spec"]!["replicas"]!.ToString());
    }
}
