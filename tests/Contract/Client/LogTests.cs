using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Client;

/// <summary>Logs. The sandbox has them; a control plane without nodes can only say why not.</summary>
public sealed class LogTests(BothClusters clusters) : ClientTest(clusters)
{
    private const string TheSandbox = OnEachClusterAttribute.Sandbox;

    [Fact]
    public async Task The_last_lines_are_as_many_as_asked_for_each_with_its_time()
    {
        var viewer = As("viewer", await MeetAsync(TheSandbox));
        var busy = await BusyAsync(viewer);
        var (many, few) = (await ReadAsync(viewer, busy with { TailLines = 20 }), await ReadAsync(viewer, busy with { TailLines = 5 }));

        Assert.Equal((20, 5), (many.Count, few.Count));
        Assert.All(many.Concat(few), line => Assert.NotNull(line.At));
        Assert.Equal(many.Select(line => line.At).Order(), many.Select(line => line.At));
        Assert.True(few[0].At > many[0].At);
        Assert.Empty(await ReadAsync(viewer, busy with { TailLines = 0 }));
    }

    [Fact]
    public async Task Since_leaves_out_what_is_older()
    {
        var viewer = As("viewer", await MeetAsync(TheSandbox));
        var busy = await BusyAsync(viewer);
        var begun = TimeProvider.System.GetUtcNow();
        var lately = await ReadAsync(viewer, busy with { TailLines = null, Since = TimeSpan.FromMinutes(5) });
        var hour = await ReadAsync(viewer, busy with { TailLines = null, Since = TimeSpan.FromHours(1) });

        Assert.NotEmpty(lately);
        Assert.True(hour.Count > lately.Count, $"{hour.Count} lines in an hour, {lately.Count} in five minutes");
        Assert.All(lately, line => Assert.True(line.At >= begun - TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(2), $"{line.At:O} is older"));
    }

    [Fact]
    public async Task A_log_that_is_followed_goes_on()
    {
        var viewer = As("viewer", await MeetAsync(TheSandbox));
        var busy = await BusyAsync(viewer);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        List<LogLine> lines = [];
        await foreach (var line in viewer.Cluster.LogAsync(busy with { TailLines = 2, Follow = true }, limit.Token))
        {
            lines.Add(line);
            if (lines.Count == 4)
            {
                break;
            }
        }

        Assert.Equal(4, lines.Select(line => line.At).Distinct().Count());
        Assert.Equal(lines.Select(line => line.At).Order(), lines.Select(line => line.At));
    }

    [Fact]
    public async Task A_container_that_never_ended_has_no_previous_log()
    {
        var cluster = await MeetAsync(TheSandbox);
        var viewer = As("viewer", cluster);
        var pod = (await PodsAsync(cluster, viewer, await cluster.CreateDeploymentAsync(1)))[0].Id.Name;
        var none = await FailureAsync(UpstreamFault.Invalid, 400, "BadRequest", ReadAsync(viewer, new(cluster.Namespace, pod, "main", null, false) { Previous = true }));
        Assert.Contains($"previous terminated container \"main\" in pod \"{pod}\" not found", none.Message, StringComparison.Ordinal);

        // It speaks a moment after it has begun.
        await Eventually.SoAsync("the container's first line", TimeSpan.FromSeconds(90), async () =>
            (await ReadAsync(viewer, new(cluster.Namespace, pod, "main", null, false))).Any(line => line.Text == $"started {pod}"), Cancellation);
    }

    [Theory, OnEachCluster]
    public async Task Who_accepts_plain_text_alone_gets_no_log(string name)
    {
        var cluster = await MeetAsync(name);
        (await cluster.Viewer.With(("Accept", "text/plain")).GetAsync($"{cluster.Pods}/no-such/log")).Expect(406, "NotAcceptable");
    }

    [Theory, OnEachCluster]
    public async Task What_is_not_there_is_told_in_the_clusters_words(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);
        var pod = (await PodsAsync(cluster, viewer, await cluster.CreateDeploymentAsync(1)))[0].Id.Name;
        var unknown = await FailureAsync(UpstreamFault.Invalid, 400, "BadRequest", ReadAsync(viewer, new(cluster.Namespace, pod, "no-such", 5, false)));
        Assert.Contains($"container no-such is not valid for pod {pod}", unknown.Message, StringComparison.Ordinal);
        var missing = await FailureAsync(UpstreamFault.Missing, 404, "NotFound", ReadAsync(viewer, new(cluster.Namespace, "no-such", "main", 5, false)));
        Assert.Contains("pods \"no-such\" not found", missing.Message, StringComparison.Ordinal);
        var refused = await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", ReadAsync(As("nobody", cluster), new(cluster.Namespace, pod, "main", 5, false)));
        Assert.Contains("cannot get resource \"pods/log\"", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnEachCluster]
    public async Task A_log_is_read_or_the_kubelet_that_is_away_is_named(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);
        var pod = (await PodsAsync(cluster, viewer, await cluster.CreateDeploymentAsync(1)))[0].Id.Name;
        foreach (var follow in (bool[])[false, true])
        {
            // A node without a kubelet has no address either, and so the cluster can say no more than why it cannot reach it.
            var failure = await Record.ExceptionAsync(() => FirstAsync(viewer, new(cluster.Namespace, pod, "main", 5, follow)));
            if (name == TheSandbox)
            {
                Assert.Null(failure);
            }
            else if (failure is not null)
            {
                var broken = Assert.IsType<UpstreamException>(failure);
                Assert.Equal((UpstreamFault.Broken, 500), (broken.Fault, broken.Kubernetes!.Code));
                Assert.NotEmpty(broken.Kubernetes.Message);
                Assert.Contains(broken.Kubernetes.Message, broken.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The log of the container that said most lately.</summary>
    private static async Task<LogQuery> BusyAsync(ConsoleClient viewer)
    {
        var pods = await viewer.Reads.ListAsync<Pod>(null, ListFilter.All, Cancellation);
        var queries = pods.Where(pod => pod.IsReady && !pod.Id.Namespace.StartsWith("contract-", StringComparison.Ordinal))
            .Select(pod => new LogQuery(pod.Id.Namespace, pod.Id.Name, pod.Containers.First(it => !it.IsInit).Name, null, false)).ToList();

        // One after the other: all logs of ten minutes at once are more than a busy machine sends within a request's time.
        var (busy, count) = (queries[0], 0);
        foreach (var query in queries)
        {
            var lines = await CountAsync(viewer, query with { Since = TimeSpan.FromMinutes(10) });
            (busy, count) = lines > count ? (query, lines) : (busy, count);
        }

        Assert.True(count >= 20, $"the busiest container said only {count} lines in ten minutes");
        return busy;
    }

    // An autoscaler may have taken a pod away since the list, and a container may be about to start again.
    private static async Task<int> CountAsync(ConsoleClient client, LogQuery query)
    {
        try
        {
            return (await ReadAsync(client, query)).Count;
        }
        catch (UpstreamException e) when (e.Fault is UpstreamFault.Missing || e.Kubernetes?.Message.Contains("is waiting to start", StringComparison.Ordinal) is true)
        {
            return 0;
        }
    }

    private static async Task<List<LogLine>> ReadAsync(ConsoleClient client, LogQuery query)
    {
        List<LogLine> lines = [];
        await foreach (var line in client.Cluster.LogAsync(query, Cancellation))
        {
            lines.Add(line);
        }

        return lines;
    }

    private static async Task FirstAsync(ConsoleClient client, LogQuery query)
    {
        await foreach (var _ in client.Cluster.LogAsync(query, Cancellation))
        {
            return;
        }
    }
}
