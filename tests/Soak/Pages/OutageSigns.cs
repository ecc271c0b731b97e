using System.Text.Json.Nodes;
using OpsConsole.Soak.Servers;

namespace OpsConsole.Soak.Pages;

/// <summary>What a page must say while something does not answer: that it does not, and that what came from it is old; never that there is nothing.</summary>
/// <param name="world">The systems.</param>
/// <param name="alertmanager">What fired before.</param>
internal sealed class OutageSigns(SoakWorld world, AlertmanagerReader alertmanager)
{
    // A queue that was this deep is not empty a minute later.
    private const double WellFilled = 5;
    private static readonly TimeSpan Renewed = TimeSpan.FromSeconds(6);

    /// <summary>A question to a replica's pages.</summary>
    /// <returns>What is missing; null when all is said.</returns>
    public delegate Task<string?> Sign(PageReader pages, CancellationToken cancellation);

    /// <summary>Prometheus is away: its name on every page, and queues that are old and not empty.</summary>
    public static Sign Prometheus => Together(Named("Prometheus main"), QueuesAsync);

    /// <summary>Alertmanager is away: its name, and the alerts of before, called old.</summary>
    public Sign Alertmanager => Together(Named("Alertmanager main"), AlertsAsync);

    /// <summary>The cluster is away: its name, and the pods of before, called old.</summary>
    public Sign Cluster => Together(Named("Kubernetes main"), PodsAsync);

    /// <summary>The database is away: said on every page, and the live state goes on.</summary>
    public static Sign Database => async (pages, cancellation) =>
    {
        var page = await pages.ReadAsync("alerts", cancellation);
        return page.MetAnError() ? "Alerts can't be drawn"
            : !page.Banners().Any(banner => banner.Contains("The console's database does not answer", StringComparison.Ordinal)) ? "no banner says that the database does not answer"
            : page.IsHeadStale() ? "Alerts are called old, which do not come from the database"
            : null;
    };

    /// <summary>The other replica is away: nobody here minds.</summary>
    public static Sign Nothing => async (pages, cancellation) =>
    {
        var page = await pages.ReadAsync("alerts", cancellation);
        return page.MetAnError() || page.IsHeadStale() ? "Alerts are not live" : null;
    };

    /// <summary>
    /// Nothing is heard of a fleet that is away, its API and its pods alike: so a system that was led until then is not said to be led by nobody.
    /// </summary>
    public static Sign NobodyLeads => async (pages, cancellation) =>
    {
        foreach (var system in pages.Led)
        {
            if ((await pages.ReadAsync($"systems/{system}", cancellation)).HasNoLeader())
            {
                return $"the page of {system} says that nobody leads, of which nothing is known";
            }
        }

        return null;
    };

    /// <summary>Remembers who is led, before a trouble: not those whose leader has stopped renewing just now, so that it is right to say that nobody leads soon.</summary>
    public async Task RememberAsync(PageReader pages, CancellationToken cancellation)
    {
        pages.Led.Clear();
        try
        {
            foreach (var system in world.Systems.Where(system => system.Watched.Lease is not null))
            {
                if ((await pages.ReadAsync($"systems/{system.Id}", cancellation)).Leader() is not null && await world.Fleet.AgeAsync(system.Watched.Lease!, cancellation) < Renewed)
                {
                    pages.Led.Add(system.Id);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            // A page that does not come is found by the comparisons.
        }
    }

    private static Sign Together(params Sign[] signs) => async (pages, cancellation) =>
    {
        foreach (var sign in signs)
        {
            if (await sign(pages, cancellation) is { } missing)
            {
                return missing;
            }
        }

        return null;
    };

    private static Sign Named(string source) => async (pages, cancellation) =>
    {
        var (overview, sources) = (await pages.ReadAsync("", cancellation), await pages.ReadAsync("sources", cancellation));
        return !overview.Banners().Any(banner => banner.Contains($"{source} has not answered", StringComparison.Ordinal)) ? $"no banner says that {source} has not answered"
            : sources.SourceState(source)?.StartsWith("does not answer", StringComparison.Ordinal) is not true ? $"Sources says of {source}: {sources.SourceState(source)}"
            : null;
    };

    private static async Task<string?> QueuesAsync(PageReader pages, CancellationToken cancellation)
    {
        var (page, board) = (await pages.ReadAsync("queues", cancellation), await pages.AskAsync("queues", cancellation));
        return !page.IsHeadStale() ? "Queues is not called old"
            : $"{board["freshness"]}" == "live" ? "the API calls queues live"
            : board["queues"] is not JsonArray { Count: > 0 } queues ? "the queues of before are gone"
            : queues.FirstOrDefault(queue => IsZeroOfASudden(queue!, pages)) is { } zero ? $"the queue {zero["system"]}/{zero["queue"]} is said to be empty"
            : null;
    }

    private static bool IsZeroOfASudden(JsonNode queue, PageReader pages) =>
        queue["depth"]?.GetValue<double>() is 0 && pages.Depths.GetValueOrDefault($"{queue["system"]}/{queue["queue"]}") >= WellFilled;

    // One or the other may have resolved in the moment before.
    private async Task<string?> AlertsAsync(PageReader pages, CancellationToken cancellation)
    {
        var (before, page) = (alertmanager.Last, await pages.ReadAsync("alerts?show=firing,pending,silenced,inhibited", cancellation));
        return !page.IsHeadStale() ? "Alerts is not called old"
            : page.Body!.Words().Contains("Nothing fires", StringComparison.Ordinal) ? "Alerts says that nothing fires"
            : before.Count > 0 && !before.Any(alert => page.Listed().ContainsKey(alert.Name)) ? "the alerts of before are gone"
            : null;
    }

    private async Task<string?> PodsAsync(PageReader pages, CancellationToken cancellation)
    {
        var led = world.Systems.First(system => system.Watched.Lease is not null);
        var page = await pages.ReadAsync($"systems/{led.Id}", cancellation);
        var pods = page.QuerySelector("section[aria-labelledby=pods]");
        return pods is null ? $"the page of {led.Id} has no pods"
            : pods.ClassName?.Contains("stale-data", StringComparison.Ordinal) is not true ? $"the pods of {led.Id} are not called old"
            : pods.Words().Contains("There is none.", StringComparison.Ordinal) ? $"the page of {led.Id} says that it has no pods"
            : null;
    }
}
