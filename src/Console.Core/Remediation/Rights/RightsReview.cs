using System.Collections.Concurrent;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>Asks one cluster what the console's own account may do, and holds the answers against what it needs.</summary>
/// <param name="source">The cluster.</param>
/// <param name="names">In whose names the console acts there.</param>
internal sealed class RightsReview(IRightsSource source, ImpersonationOptions names)
{
    // A namespace in which no account but the cluster's own has business: what may be done there may be done everywhere.
    private const string Elsewhere = "kube-system";
    private const int AtOnce = 4;

    /// <summary>Asks for each right that is needed, and for the list of all rights in each namespace.</summary>
    /// <param name="catalog">The systems.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">The cluster does not answer.</exception>
    public async Task<OwnRights> AskAsync(SystemCatalog catalog, DateTimeOffset now, CancellationToken cancellation)
    {
        var needs = NeededRights.Of(source.Name, catalog, names);
        var denied = new ConcurrentBag<NeededRight>();
        var granted = new ConcurrentDictionary<string, GrantedRights>(StringComparer.Ordinal);
        var spaces = NeededRights.Namespaces(source.Name, catalog).Add(Elsewhere);
        var pace = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(needs, pace, async (need, turn) =>
        {
            if (!(await source.MayAsync(need.Right, turn).ConfigureAwait(false)).IsAllowed)
            {
                denied.Add(need);
            }
        }).ConfigureAwait(false);
        await Parallel.ForEachAsync(spaces, pace, async (space, turn) => granted[space] = await source.GrantedAsync(space, turn).ConfigureAwait(false)).ConfigureAwait(false);
        return new OwnRights(source.Name)
        {
            AskedAt = now,
            Needed = needs.Length,
            Lacks = [.. RightWords.Join(denied.Select(Missing), spaces.Count - 1).OrderBy(finding => finding.Words, StringComparer.Ordinal)],
            Beyond = new ExcessRights(needs, names).In(granted),
            Gaps = granted.Values.Select(space => space.Gaps).FirstOrDefault(gap => gap is not null),
        };
    }

    private static HeldRight Missing(NeededRight need)
    {
        var right = need.Right;
        return new(right.Verb, $"{RightWords.Resource(right.Group, RightWords.Resource(right))}{(right.Name is null ? null : $" {right.Name}")}", right.Namespace, need.For, true);
    }
}
