using OpsConsole.Tests.Host;
using OpsConsole.Workloads;

namespace OpsConsole.Tests.Pages;

/// <summary>What a system's page shows of its cluster.</summary>
public sealed class ClusterPagesTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ClusterPagesTests()
    {
        Known.Fine(console.Live);
        KnownCluster.See(console.Live);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_workload_shows_what_is_wanted_what_is_ready_and_what_holds_it_up()
    {
        var row = (await console.PageAsync("/systems/billing")).QuerySelector(".workloads tbody tr")!;

        Assert.Contains("2 of 3", row.Words(), StringComparison.Ordinal);
        Assert.Contains("2 of 3 available", row.Words(), StringComparison.Ordinal);
        Assert.Contains("CrashLoopBackOff: back-off 5m0s", row.Words(), StringComparison.Ordinal);
        Assert.Contains("0 may be evicted", row.Words(), StringComparison.Ordinal);
        Assert.Contains("api:2.4.1", row.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_in_trouble_stand_first_with_how_they_ended()
    {
        var rows = (await console.PageAsync("/systems/billing")).QuerySelectorAll(".pods a.line");

        Assert.Equal(3, rows.Length);
        Assert.Contains("lw5zc", rows[0].Words(), StringComparison.Ordinal);
        Assert.Contains("CrashLoopBackOff", rows[0].Words(), StringComparison.Ordinal);
        Assert.Contains("OOMKilled, exit code 137", rows[0].Words(), StringComparison.Ordinal);
        Assert.Equal("systems/billing?pod=pay%2Fbilling-api-7c9f6d5b8-lw5zc", rows[0].GetAttribute("href"));
    }

    [Fact]
    public async Task A_pods_drawer_opens_by_its_address()
    {
        var drawer = (await console.PageAsync("/systems/billing?pod=pay/billing-api-7c9f6d5b8-lw5zc")).QuerySelector("aside.drawer.pod")!;

        Assert.Contains("waits: CrashLoopBackOff", drawer.Words(), StringComparison.Ordinal);
        Assert.Contains("Deployment billing-api", drawer.Words(), StringComparison.Ordinal);
        Assert.Contains("Ready no, ContainersNotReady", drawer.Words(), StringComparison.Ordinal);
        Assert.Contains("Back-off restarting failed container", drawer.Words(), StringComparison.Ordinal);
        Assert.Equal("systems/billing", drawer.QuerySelector("[data-close-drawer]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_pod_that_is_gone_is_said_to_be_gone_and_its_name_is_text()
    {
        var drawer = (await console.PageAsync("/systems/billing?pod=" + Uri.EscapeDataString("pay/<script>"))).QuerySelector("aside.drawer.pod")!;

        Assert.Contains("There is no such pod", drawer.Words(), StringComparison.Ordinal);
        Assert.Equal("pay/<script>", drawer.QuerySelector("code")!.TextContent);
    }

    [Fact]
    public async Task A_workload_narrows_the_pods()
    {
        console.Live.Pods.Observed(new([KnownCluster.Status(KnownCluster.Crashing), KnownCluster.Status(KnownCluster.Pod("other-1")) with { Workload = "other" }]));

        var rows = (await console.PageAsync("/systems/billing?workload=other")).QuerySelectorAll(".pods a.line");

        Assert.Contains("other-1", Assert.Single(rows).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_say_why_and_what_to_do_and_what_could_not_be_checked()
    {
        var card = (await console.PageAsync("/systems/billing")).QuerySelector("[aria-labelledby=findings]")!;

        Assert.Contains("Problem", card.QuerySelector(".sev")!.Words(), StringComparison.Ordinal);
        Assert.Contains("7 restarts, the last end was OOMKilled.", card.Words(), StringComparison.Ordinal);
        Assert.Contains("Look at the log of the run before.", card.Words(), StringComparison.Ordinal);
        Assert.Contains("Not checked: disruption budgets. This cluster does not serve policy/v1.", card.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_that_are_not_known_are_not_none()
    {
        console.Live.Pods.Observed(new PodBoard([]) { Problems = KnownCluster.Problem("east does not answer: connection refused") });

        var card = (await console.PageAsync("/systems/billing")).QuerySelector("[aria-labelledby=pods]")!;

        Assert.Contains("connection refused", card.Words(), StringComparison.Ordinal);
        Assert.Contains("Not known yet", card.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("There is none", card.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_pod_says_of_itself_is_text_and_never_markup()
    {
        const string hostile = "<img src=x onerror=alert(1)>";
        console.Live.Events.Observed(new([KnownCluster.Event("BackOff", hostile, true)]));

        var page = await console.PageAsync("/systems/billing?pod=pay/billing-api-7c9f6d5b8-lw5zc");

        Assert.Empty(page.QuerySelectorAll("main img"));
        Assert.Contains(hostile, page.QuerySelector(".event .message")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_without_a_cluster_has_no_list_of_pods()
    {
        var page = await console.PageAsync("/systems/search");

        Assert.Null(page.QuerySelector("[aria-labelledby=pods]"));
        Assert.NotNull(page.QuerySelector("[aria-labelledby=findings]"));
    }

    [Fact]
    public async Task A_log_is_only_given_of_the_systems_own_namespaces()
    {
        var http = console.Http;

        var elsewhere = await http.GetAsync(new Uri(console.Address, "/systems/billing/pods/kube-system/etcd-0/log?container=etcd"), TestContext.Current.CancellationToken);
        var unnamed = await http.GetAsync(new Uri(console.Address, "/systems/billing/pods/pay/api-0/log"), TestContext.Current.CancellationToken);
        var nowhere = await http.GetAsync(new Uri(console.Address, "/systems/nobody/pods/pay/api-0/log?container=api"), TestContext.Current.CancellationToken);

        Assert.Equal([400, 400, 404], new[] { elsewhere, unnamed, nowhere }.Select(answer => (int)answer.StatusCode));
        Assert.Contains("none of this system's: pay", await elsewhere.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
