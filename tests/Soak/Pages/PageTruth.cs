using System.Text.Json.Nodes;
using OpsConsole.Soak.Servers;

namespace OpsConsole.Soak.Pages;

/// <summary>Holds what pages say against what the sources themselves say, while all of them answer.</summary>
/// <param name="world">The sources.</param>
/// <param name="alertmanager">What fires.</param>
/// <param name="prometheus">What is measured.</param>
internal sealed class PageTruth(SoakWorld world, AlertmanagerReader alertmanager, PrometheusReader prometheus)
{
    private const int Fresh = 120;   // seconds
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private int compared;

    /// <summary>How many things were compared so far.</summary>
    public int Compared => Volatile.Read(ref compared);

    /// <summary>
    /// Compares until page and sources agree: between a change and its showing lies the time in which the console looks again. So each must come true within a bound.
    /// </summary>
    /// <param name="pages">A replica's pages.</param>
    /// <param name="within">The bound.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What still differs at the end of it.</returns>
    public async Task<IReadOnlyList<string>> DifferencesAsync(PageReader pages, TimeSpan within, CancellationToken cancellation)
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        List<Func<PageReader, CancellationToken, Task<string?>>> open =
            [SourcesAsync, AlertsAsync, OverviewAsync, QueuesAsync, .. world.Systems.Where(system => system.Watched.Lease is not null).Select(LeaderOf)];
        Interlocked.Add(ref compared, open.Count);
        while (true)
        {
            var differences = new List<string>();
            foreach (var compare in open.ToArray())
            {
                if (await TryAsync(compare, pages, cancellation) is { } difference)
                {
                    differences.Add($"{pages.Replica}: {difference}");
                }
                else
                {
                    open.Remove(compare);
                }
            }

            if (open.Count == 0 || System.Diagnostics.Stopwatch.GetElapsedTime(begun) > within)
            {
                return differences;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<string?> TryAsync(Func<PageReader, CancellationToken, Task<string?>> compare, PageReader pages, CancellationToken cancellation)
    {
        try
        {
            return await compare(pages, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return $"no answer: {e.Message}";
        }
    }

    private static async Task<string?> SourcesAsync(PageReader pages, CancellationToken cancellation)
    {
        var page = await pages.ReadAsync("sources", cancellation);
        var says = page.QuerySelector("main .head p")?.Words() ?? string.Empty;
        var banners = page.Banners().Where(banner => banner.Contains("not answer", StringComparison.Ordinal)).ToList();
        return page.MetAnError() || page.IsHeadStale() || !says.StartsWith("All ", StringComparison.Ordinal) || banners.Count > 0
            ? $"Sources says '{says}' with {banners.Count} banners, while every source answers {string.Join("; ", banners)}"
            : null;
    }

    private async Task<string?> AlertsAsync(PageReader pages, CancellationToken cancellation)
    {
        var page = await pages.ReadAsync("alerts?show=firing", cancellation);
        var says = page.Listed();
        var told = new SortedDictionary<string, int>((await alertmanager.ActiveAsync(cancellation)).GroupBy(alert => alert.Name).ToDictionary(same => same.Key, same => same.Count()), StringComparer.Ordinal);
        return page.MetAnError() || page.IsHeadStale() ? "Alerts is not live, while Alertmanager answers"
            : says.SequenceEqual(told) ? null
            : $"Alerts lists {Told(says)}; Alertmanager has {Told(told)}";
    }

    // Critical ones are never nothing.
    private async Task<string?> OverviewAsync(PageReader pages, CancellationToken cancellation)
    {
        var page = await pages.ReadAsync("", cancellation);
        var burning = (await alertmanager.ActiveAsync(cancellation)).Where(alert => alert.Severity == "critical").Select(alert => alert.System).ToHashSet();
        var wrong = page.Fine().Where(burning.Contains).ToList();
        return page.MetAnError() || page.IsHeadStale() ? "Overview is not live, while every source answers"
            : wrong.Count == 0 ? null
            : $"Overview calls {string.Join(", ", wrong)} fine, while Alertmanager has something critical of it";
    }

    private async Task<string?> QueuesAsync(PageReader pages, CancellationToken cancellation)
    {
        var (page, board) = (await pages.ReadAsync("queues", cancellation), await pages.AskAsync("queues", cancellation));
        var (queues, readAt) = ((JsonArray)board["queues"]!, board["readAt"]!.GetValue<DateTimeOffset>());
        if (page.MetAnError() || page.IsHeadStale() || $"{board["freshness"]}" != "live" || page.QuerySelectorAll("table.queues tbody tr").Length != queues.Count)
        {
            return $"Queues is not live or not whole ({board["freshness"]}: {board["problem"]}), while Prometheus answers";
        }

        foreach (var queue in queues.OfType<JsonNode>())
        {
            var expression = world.Systems.Single(system => system.Id == $"{queue["system"]}").Queues.Single(it => it.Name == $"{queue["queue"]}").Depth;
            var (says, band) = (queue["depth"]?.GetValue<double>(), await prometheus.AroundAsync(expression, readAt, cancellation));
            if ((says is null) != (band is null) || (says is { } depth && !band!.Holds(depth)))
            {
                return $"the queue {queue["system"]}/{queue["queue"]} is {says?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known"} deep; Prometheus has {band?.ToString() ?? "nothing"}";
            }

            pages.Depths[$"{queue["system"]}/{queue["queue"]}"] = says ?? 0;
        }

        return null;
    }

    private Func<PageReader, CancellationToken, Task<string?>> LeaderOf(SystemPlan system) => async (pages, cancellation) =>
    {
        var page = await pages.ReadAsync($"systems/{system.Id}", cancellation);
        var (says, told) = (page.Leader(), await world.Fleet.HolderAsync(system.Watched.Lease!, cancellation));
        var isSo = !page.MetAnError() && (PodOf(says) == PodOf(told) || (says is null && await NobodyLeadsAsync(system, page.HasTwoLeaders(), cancellation)));
        return isSo ? null : $"the page of {system.Id} says that {says ?? (page.HasTwoLeaders() ? "two lead" : "nobody leads")}; the lease says {told ?? "nobody"}";
    };

    /// <summary>
    /// Whether naming nobody is right although the lease names somebody: it ran out; or two pods say that they lead, and have said so of late. Prometheus counts the last word
    /// of one that died while it was away for five minutes; that is no second leader.
    /// </summary>
    private async Task<bool> NobodyLeadsAsync(SystemPlan system, bool areTwo, CancellationToken cancellation) => areTwo
        ? system.SaysItLeads is { } gauge && await prometheus.AroundAsync($"count({gauge} == 1 and time() - timestamp({gauge}) < {Fresh})", DateTimeOffset.UtcNow, cancellation) is { Most: > 1 }
        : await world.Fleet.RunsOutAsync(system.Watched.Lease!, cancellation) < DateTimeOffset.UtcNow;

    // client-go's identity is the pod's name, then _ and a random id.
    private static string? PodOf(string? holder) => holder?.Split('_')[0];

    private static string Told(SortedDictionary<string, int> alerts) => string.Join(", ", alerts.Select(alert => $"{alert.Value} {alert.Key}").DefaultIfEmpty("none"));
}
