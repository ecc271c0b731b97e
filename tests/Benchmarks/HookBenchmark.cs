using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>From the notification that reaches the console's hook to a client of the hub and to the page in a browser.</summary>
internal static partial class HookBenchmark
{
    // No more than a page draws at once: what a longer list shows further down is not drawn until somebody looks there.
    private const int Rounds = 50;

    // Notes, by alert name, when a row with it stood in the page. Both clocks are this machine's.
    private const string WatchRows = """
        () => {
          window.rowSeen = {};
          const look = () => { for (const name of document.querySelectorAll('.alerts .name')) window.rowSeen[name.textContent] ??= Date.now(); };
          new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
          look();
        }
        """;

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        await using var relay = await Relay.StartAsync(port);
        var alertmanager = await world.StartAlertmanagerAsync($$"""
            route: {receiver: console, group_by: ['...'], group_wait: 50ms, group_interval: 1s, repeat_interval: 1h}
            receivers: [{name: console, webhook_configs: [{url: "{{relay.Address}}"}]}]
            """, cancellation);
        var console = await world.StartConsoleAsync(port, Settings.Alertmanager(alertmanager), cancellation);

        var told = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await using var client = await HubClient.JoinAsync(console, ["alerts"], message => Note(message, told), cancellation);
        await using var browser = await Browser.StartAsync();
        await using var visit = await browser.NewContextAsync(console);
        var page = await visit.NewPageAsync();
        await page.GotoAsync(new Uri(console.Address, "alerts").ToString());
        await page.EvaluateAsync(WatchRows);

        var shown = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            // Not in step with the console's own poll.
            await Task.Delay(Random.Shared.Next(300, 900), cancellation);
            var name = string.Create(CultureInfo.InvariantCulture, $"HookRound{round:000}");
            await SampleAlerts.PostAsync(alertmanager, SampleAlerts.Make(1, world.Systems).Select(alert => alert.Named(name)), cancellation);
            await Eventually.SoAsync($"{name} is in the hub's message and on the page", TimeSpan.FromMinutes(2), async () => told.ContainsKey(name) && relay.HandedOn.ContainsKey(name)
                && (shown[name] = await page.EvaluateAsync<long?>("name => window.rowSeen[name] ?? 0", name) ?? 0) > 0, cancellation);
        }

        Print(relay, told, shown);
    }

    private static void Print(Relay relay, ConcurrentDictionary<string, DateTimeOffset> told, Dictionary<string, long> shown)
    {
        var (toHub, toPage) = (new Figures(), new Figures());
        foreach (var (name, at) in relay.HandedOn)
        {
            // The console's own poll may have come first: such a round says nothing about the hook.
            if (told[name] > at && shown[name] >= at.ToUnixTimeMilliseconds())
            {
                toHub.Add((told[name] - at).TotalMilliseconds);
                toPage.Add(shown[name] - at.ToUnixTimeMilliseconds());
            }
        }

        var table = new Table($"Webhook, {toHub.Count} alerts ({Rounds - toHub.Count} more were seen by the poll first), load {Machine.Load}", "milliseconds", "p50", "p95", "budget p95");
        table.Add("webhook to hub message", Figures.Show(toHub.Median), Figures.Show(toHub.P95), string.Empty);
        table.Add("webhook to DOM in Chromium", Figures.Show(toPage.Median), Figures.Show(toPage.P95), "300");
        table.Print();
        Budgets.AddTime("webhook to DOM, p95", toPage.P95, $"to a client of the hub: {Figures.Show(toHub.P95)} ms", 300);
    }

    private static SampleAlert Named(this SampleAlert alert, string name) =>
        alert with { Labels = new Dictionary<string, string>(alert.Labels) { ["alertname"] = name } };

    private static void Note(ReadOnlyMemory<byte> message, ConcurrentDictionary<string, DateTimeOffset> told)
    {
        var now = DateTimeOffset.UtcNow;
        foreach (Match name in RoundName().Matches(Encoding.UTF8.GetString(message.Span)))
        {
            told.TryAdd(name.Value, now);
        }
    }

    [GeneratedRegex("HookRound[0-9]{3}")]
    private static partial Regex RoundName();
}
