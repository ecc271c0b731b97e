using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>From a lease's new holder to a client of the hub and to the page, beside what <c>kubectl get lease -w</c> needs.</summary>
internal static partial class LeaseBenchmark
{
    private const int Rounds = 100;

    // Notes, by holder, when the name stood in the page. All clocks are this machine's.
    private const string WatchHolders = """
        () => {
          window.holderSeen = {};
          new MutationObserver(records => {
            for (const record of records)
              for (const node of record.type === 'childList' ? record.addedNodes : [record.target])
                for (const [name] of (node.textContent ?? '').matchAll(/Holder[0-9]{3}/g)) window.holderSeen[name] ??= performance.timeOrigin + performance.now();
          }).observe(document.body, { childList: true, subtree: true, characterData: true });
        }
        """;

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        var sandbox = await world.StartSandboxAsync(cancellation);
        using var http = new HttpClient();
        await MeasureAsync("the sandbox", world, world.Write("kubeconfig", await http.GetStringAsync(new Uri(sandbox.Address, "kubeconfig"), cancellation)), cancellation);
        if (Environment.GetEnvironmentVariable("OPSCONSOLE_TEST_KUBECONFIG") is { Length: > 0 } real)
        {
            await MeasureAsync("the cluster of OPSCONSOLE_TEST_KUBECONFIG", world, real, cancellation);
        }
    }

    private static async Task MeasureAsync(string where, World world, string kubeconfig, CancellationToken cancellation)
    {
        using var cluster = new Cluster(kubeconfig);
        var system = world.Profiles.First(profile => profile.Lease is not null);
        await EnsureAsync(cluster, system.Lease!, cancellation);
        await using var console = await world.StartConsoleAsync(LoopbackPorts.Next(), Settings.Kubernetes(kubeconfig, cluster.Reader), cancellation);

        var seen = new Sightings();
        await using var kubectl = await KubectlWatch.StartAsync(cluster, system.Lease!, line => Sightings.Note(seen.Kubectl, line));
        await using var client = await HubClient.JoinAsync(console, ["leadership"], message => Sightings.Note(seen.Hub, Encoding.UTF8.GetString(message.Span)), cancellation);
        await using var browser = await Browser.StartAsync();
        await using var visit = await browser.NewContextAsync(console);
        var page = await visit.NewPageAsync();
        await page.GotoAsync(new Uri(console.Address, $"systems/{system.Id}").ToString());
        await page.EvaluateAsync(WatchHolders);

        // The first changes find the page not connected yet, and the runtime compiles what they need: not measured.
        for (var round = 0; round < Rounds + 10; round++)
        {
            await Task.Delay(Random.Shared.Next(300, 1000), cancellation);
            var name = string.Create(CultureInfo.InvariantCulture, $"Holder{round:000}");
            await ChangeAsync(cluster, system.Lease!, name, seen, cancellation);
            await Eventually.SoAsync($"everybody has seen {name} ({kubectl.LastWords})", TimeSpan.FromMinutes(1),
                () => HaveSeenAsync(page, name, seen), cancellation);
        }

        Print(where, seen);
    }

    private static async Task<bool> HaveSeenAsync(IPage page, string name, Sightings seen) =>
        seen.Kubectl.ContainsKey(name) && seen.Hub.ContainsKey(name)
            && (seen.Page[name] = await page.EvaluateAsync<double?>("name => window.holderSeen[name] ?? null", name) ?? 0) > 0;

    private static async Task ChangeAsync(Cluster cluster, string lease, string holder, Sightings seen, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        seen.Written[holder] = Sightings.Now;
        await cluster.PatchAsync(PathOf(lease),
            $$$"""{"spec": {"holderIdentity": "{{{holder}}}", "acquireTime": "{{{Cluster.Micro(now)}}}", "renewTime": "{{{Cluster.Micro(now)}}}"}}""", Cluster.Merge, cancellation);
        seen.Answered[holder] = Sightings.Now;
    }

    // Where no fleet is at home its lease is made.
    private static async Task EnsureAsync(Cluster cluster, string lease, CancellationToken cancellation)
    {
        var (@namespace, name) = (lease.Split('/')[0], lease.Split('/')[1]);
        if (await cluster.FindAsync($"/api/v1/namespaces/{@namespace}", cancellation) is null)
        {
            await cluster.CreateAsync("/api/v1/namespaces",
                $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{@namespace}}}"}}""", cancellation);
        }

        if (await cluster.FindAsync(PathOf(lease), cancellation) is null)
        {
            await cluster.CreateAsync($"/apis/coordination.k8s.io/v1/namespaces/{@namespace}/leases", $$$"""
                {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "{{{name}}}"},
                 "spec": {"holderIdentity": "nobody", "leaseDurationSeconds": 15, "leaseTransitions": 0, "renewTime": "{{{Cluster.Micro(DateTimeOffset.UtcNow)}}}"}}
                """, cancellation);
        }
    }

    private static string PathOf(string lease) => $"/apis/coordination.k8s.io/v1/namespaces/{lease.Split('/')[0]}/leases/{lease.Split('/')[1]}";

    private static void Print(string where, Sightings seen)
    {
        var all = seen.Written.Keys.Order(StringComparer.Ordinal).Skip(seen.Written.Count - Rounds).ToArray();
        Figures After(ConcurrentDictionary<string, double> when) => Figures.Of(all.Select(name => when[name] - seen.Written[name]));
        var (kubectl, page) = (After(seen.Kubectl), After(seen.Page));
        var table = new Table($"A lease's new holder, {Rounds} changes on {where}, load {Machine.Load}: milliseconds from the begin of the write",
            "until", "p50", "p95", "slowest", "budget p95", "p95 : kubectl");
        void Add(string until, Figures figures, string budget = "") => table.Add(until, Figures.Show(figures.Median), Figures.Show(figures.P95),
            Figures.Show(figures.Worst), budget, (figures.P95 / kubectl.P95).ToString("0.00", CultureInfo.InvariantCulture));
        Add("the write is answered", After(seen.Answered));
        Add("kubectl get lease -w prints it", kubectl);
        Add("a client of the hub has it", After(seen.Hub));
        Add("it stands in Chromium's DOM", page, Figures.Show((1.5 * kubectl.P95) + 100));
        table.Print();
        Budgets.AddTime($"a lease's new holder to DOM, p95, on {where}", page.P95, $"kubectl: {Figures.Show(kubectl.P95)} ms", (1.5 * kubectl.P95) + 100);
    }

    /// <summary>By holder: when who had seen it, in milliseconds of the machine's clock.</summary>
    private sealed partial class Sightings
    {
        public static double Now => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds;

        public ConcurrentDictionary<string, double> Written { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, double> Answered { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, double> Kubectl { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, double> Hub { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, double> Page { get; } = new(StringComparer.Ordinal);

        public static void Note(ConcurrentDictionary<string, double> by, string said)
        {
            var now = Now;
            foreach (var name in HolderName().EnumerateMatches(said))
            {
                by.TryAdd(said.Substring(name.Index, name.Length), now);
            }
        }

        [GeneratedRegex("Holder[0-9]{3}")]
        private static partial Regex HolderName();
    }
}
