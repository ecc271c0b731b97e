using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using OpsConsole.World;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>
/// Watches, as a client must be ready for them. Not here: a server that restarts, or loses its storage (both would take the other
/// tests' server away); the client's own tests meet those with servers of their own.
/// </summary>
public sealed class WatchTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_watch_that_begins_too_far_back_is_a_200_with_one_ERROR_and_an_orderly_end(string name)
    {
        var cluster = await clusters.GetAsync(name);
        await using var watch = await cluster.Console.StreamAsync($"{cluster.Leases}?watch=true&resourceVersion=1&allowWatchBookmarks=true");
        Assert.Equal(200, watch.Status);
        var line = Assert.Single(await watch.ToEndAsync());
        Assert.Equal(("ERROR", "Status", 410, "Expired"),
            (line.Type, $"{line.Object["kind"]}", line.Object["code"]!.GetValue<int>(), $"{line.Object["reason"]}"));
    }

    [Theory, OnEachCluster]
    public async Task A_list_at_an_old_moment_is_a_real_410(string name)
    {
        var cluster = await clusters.GetAsync(name);

        // Once the storage has been compacted: after minutes as it comes, after seconds where tests/cluster/up.sh was told so.
        var answer = await Eventually.GetAsync("the first version is gone", TimeSpan.FromSeconds(90),
            () => cluster.Console.GetAsync($"{cluster.Leases}?resourceVersion=1&resourceVersionMatch=Exact"), answer => answer.Status != 200,
            TestContext.Current.CancellationToken);
        answer.Expect(410, "Expired");
    }

    [Theory, OnEachCluster]
    public async Task A_watch_from_the_future_is_silence_and_a_list_a_504(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var future = long.Parse(await VersionAsync(cluster), System.Globalization.CultureInfo.InvariantCulture) + 1_000_000;
        await using var watch = await cluster.Console.StreamAsync($"{cluster.Leases}?watch=true&resourceVersion={future}&timeoutSeconds=2");
        await cluster.CreateLeaseAsync();
        Assert.Empty(await watch.ToEndAsync());
        var answer = (await cluster.Console.GetAsync($"{cluster.Leases}?resourceVersion={future}&resourceVersionMatch=NotOlderThan")).Expect(504, "Timeout");
        Assert.Equal("ResourceVersionTooLarge", answer.Causes[0].Reason);
    }

    [Theory, OnEachCluster]
    public async Task A_watch_with_bookmarks_from_a_lists_version_tells_each_change_once_and_ends_with_an_empty_BOOKMARK(string name)
    {
        var cluster = await clusters.GetAsync(name);
        await using var watch = await cluster.Console.StreamAsync(
            $"{cluster.Leases}?watch=true&resourceVersion={await VersionAsync(cluster)}&allowWatchBookmarks=true&timeoutSeconds=12");
        var lease = $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}";
        var path = $"{cluster.Leases}/{lease}";
        (await cluster.Admin.PatchAsync(path, Json("""{"spec": {"holderIdentity": "pod-b"}}"""))).Expect(200);
        (await cluster.Admin.PatchAsync(path, Json("""{"spec": {"holderIdentity": "pod-b"}}"""))).Expect(200);
        (await cluster.Admin.PatchAsync($"{path}?dryRun=All", Json("""{"spec": {"holderIdentity": "pod-c"}}"""))).Expect(200);
        (await cluster.Admin.DeleteAsync(path)).Expect(200);

        var lines = await watch.ToEndAsync();
        var ours = lines.Where(line => line.Name == lease).ToList();
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], ours.Select(line => line.Type));
        Assert.Equal(3, ours.Select(line => line.Version).Distinct().Count());
        Assert.Equal("pod-b", $"{ours[2].Object["spec"]!["holderIdentity"]}");

        // Others work in the same namespace: a change of theirs may come after it.
        var bookmark = lines.Last(line => line.Type == "BOOKMARK");
        Assert.Equal("Lease", $"{bookmark.Object["kind"]}");
        Assert.Empty(bookmark.Object["spec"]?.AsObject() ?? []);
        Assert.True(long.Parse(bookmark.Version) >= long.Parse(ours[2].Version));
    }

    [Theory, OnEachCluster]
    public async Task Bookmarks_without_a_version_are_taken_for_a_streaming_list_by_servers_that_know_it(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}";
        await using var watch = await cluster.Console.StreamAsync(
            $"{cluster.Leases}?watch=true&allowWatchBookmarks=true&timeoutSeconds=4&fieldSelector=metadata.name%3D{lease}");
        var lines = await watch.ToEndAsync();
        Assert.Equal(("ADDED", lease), (lines[0].Type, lines[0].Name));

        // Known since 1.27, on by default since 1.32.
        var ends = lines.Where(line => $"{line.Object["metadata"]!["annotations"]?["k8s.io/initial-events-end"]}" == "true");
        Assert.Equal(cluster.Minor >= 32 ? 1 : 0, ends.Count());
    }

    [Theory, OnEachCluster]
    public async Task A_selectors_watch_says_DELETED_when_an_object_stops_fitting(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = await cluster.CreateLeaseAsync();
        var (path, team) = ($"{cluster.Leases}/{lease["metadata"]!["name"]}", Cluster.Fresh("team"));
        await using var watch = await cluster.Console.StreamAsync(
            $"{cluster.Leases}?watch=true&labelSelector=team%3D{team}&resourceVersion={await VersionAsync(cluster)}&timeoutSeconds=20");
        (await cluster.Admin.PatchAsync(path, Labelled(team))).Expect(200);
        (await cluster.Admin.PatchAsync(path, Labelled("another"))).Expect(200);
        Assert.Equal("ADDED", (await watch.NextAsync())!.Type);
        var gone = (await watch.NextAsync())!;
        Assert.Equal(("DELETED", team), (gone.Type, $"{gone.Object["metadata"]!["labels"]!["team"]}"));
        (await cluster.Admin.GetAsync(path)).Expect(200);
    }

    [Theory, OnEachCluster]
    public async Task Watch_on_one_objects_own_path_is_ignored(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = await cluster.CreateLeaseAsync();
        var answer = (await cluster.Console.GetAsync($"{cluster.Leases}/{lease["metadata"]!["name"]}?watch=true")).Expect(200);
        Assert.True(JsonNode.DeepEquals(lease, answer.Json));
    }

    [Theory, OnEachCluster]
    public async Task What_happens_between_two_watches_is_told_by_the_next_from_the_last_version_seen(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var version = await VersionAsync(cluster);
        await using (var first = await cluster.Console.StreamAsync($"{cluster.Leases}?watch=true&resourceVersion={version}&timeoutSeconds=1"))
        {
            await first.ToEndAsync();
        }

        var lease = $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}";
        (await cluster.Admin.DeleteAsync($"{cluster.Leases}/{lease}")).Expect(200);
        await using var second = await cluster.Console.StreamAsync(
            $"{cluster.Leases}?watch=true&resourceVersion={version}&timeoutSeconds=4&fieldSelector=metadata.name%3D{lease}");
        Assert.Equal(["ADDED", "DELETED"], (await second.ToEndAsync()).Select(line => line.Type));
    }

    [Theory, OnEachCluster]
    public async Task A_version_that_is_no_number_is_a_500_without_a_reason_for_a_watch_whoevers_fault_it_is(string name)
    {
        var cluster = await clusters.GetAsync(name);
        (await cluster.Console.GetAsync($"{cluster.Leases}?watch=true&resourceVersion=abc")).Expect(500, reason: null);
        (await cluster.Console.GetAsync($"{cluster.Leases}?resourceVersion=abc")).Expect(cluster.Minor >= 30 ? 400 : 500, cluster.Minor >= 30 ? "BadRequest" : null);
    }

    private static JsonObject Labelled(string team) => Json($$"""{"metadata": {"labels": {"team": "{{team}}"} } }""");

    private static async Task<string> VersionAsync(Cluster cluster) =>
        (await cluster.Console.GetAsync($"{cluster.Leases}?limit=1")).Expect(200).Json["metadata"]!["resourceVersion"]!.GetValue<string>();
}
