using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>
/// Writes the Rights section: at the start, when profiles change, and every ten minutes; a cluster that did not answer is asked again within half a minute,
/// and what it said before stays beside why it does not answer.
/// </summary>
internal sealed class RightsCollector(LiveState live, IEnumerable<IRightsSource> clusters, IOptions<UpstreamsOptions> options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly ImmutableArray<IRightsSource> clusters = [.. clusters];
    private readonly SectionPen<RightsBoard> pen = new(live.Rights, clock);
    private ImmutableDictionary<string, OwnRights> known = ImmutableDictionary<string, OwnRights>.Empty;
    private SystemCatalog? asked;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new CatalogLoop(live, LookEvery, clock, Rest).RunAsync(RoundAsync, stoppingToken);

    private async Task RoundAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        var isNew = !ReferenceEquals(catalog, asked);
        var heard = await Task.WhenAll(clusters.Where(cluster => isNew || IsDue(cluster.Name)).Select(cluster => AskAsync(cluster, catalog, cancellation))).ConfigureAwait(false);
        asked = catalog;
        known = known.SetItems(heard.Select(rights => KeyValuePair.Create(rights.Cluster, rights)));
        pen.Write(new RightsBoard([.. clusters.Select(cluster => known[cluster.Name])]), heard.Length > 0);
    }

    private bool IsDue(string cluster) => known.GetValueOrDefault(cluster) is not { Problem: null, AskedAt: { } at } || clock.GetUtcNow() - at >= AskEvery;

    private async Task<OwnRights> AskAsync(IRightsSource cluster, SystemCatalog catalog, CancellationToken cancellation)
    {
        try
        {
            var names = options.Value.Kubernetes.First(one => one.Name == cluster.Name).Impersonation;
            return await new RightsReview(cluster, names).AskAsync(catalog, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        }
        catch (UpstreamException e)
        {
            return (known.GetValueOrDefault(cluster.Name) ?? new OwnRights(cluster.Name)) with { Problem = e.Message };
        }
    }
}
