using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Runbooks;

/// <summary>What only a Prometheus can say of the runbooks: whether their expressions can be read, and whether each alert has one and each has an alert.</summary>
public static class RunbookRules
{
    // Whatever it is filled with stands within quotes: the expression can be read with any value.
    private const string AnyValue = "x";
    private const int AtOnce = 4;

    /// <summary>The alert rules that no runbook is for, and the alerts of runbooks that no rule knows.</summary>
    /// <param name="shelf">The runbooks.</param>
    /// <param name="catalog">The profiles.</param>
    /// <param name="groups">The rules.</param>
    public static (ImmutableArray<RunbookGap> Without, ImmutableArray<Problem> Nobodys) Gaps(RunbookShelf shelf, SystemCatalog catalog, ImmutableArray<RuleGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        ArgumentNullException.ThrowIfNull(catalog);
        var alerts = groups.SelectMany(group => group.Rules).Where(rule => rule.IsAlert).Select(rule => (Rule: rule, Profile: catalog.Claiming(rule)?.Profile))
            .Where(one => one.Profile is not null).DistinctBy(one => (one.Profile!.Id, one.Rule.Name)).ToList();
        var without = alerts.Where(one => shelf.For(one.Profile!, one.Rule.Name, one.Rule.Annotations["runbook_url"]) is null)
            .Select(one => new RunbookGap(one.Profile!.Id, one.Rule.Name, SeverityNames.Parse(one.Rule.Labels["severity"])));
        var known = alerts.Select(one => (one.Profile!.Id, one.Rule.Name)).ToHashSet();
        var unclaimed = groups.SelectMany(group => group.Rules).Where(rule => rule.IsAlert && catalog.Claiming(rule) is null).Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var nobodys = shelf.All.Where(runbook => runbook is { IsGuide: false, System: not null })
            .SelectMany(runbook => runbook.Alerts.Where(alert => !known.Contains((runbook.System!, alert)))
                .Select(alert => new Problem($"{runbook.File}:1", $"no rule of {runbook.System} is called {alert}")))
            .Concat(shelf.All.Where(runbook => runbook.IsGuide).SelectMany(guide => guide.Alerts.Where(alert => !unclaimed.Contains(alert))
                .Select(alert => new Problem($"{guide.File}:1", $"no rule that no system claims is called {alert}"))));
        return ([.. without], [.. nobodys]);
    }

    /// <summary>The expressions that the Prometheus which will be asked for them can't read.</summary>
    /// <param name="shelf">The runbooks.</param>
    /// <param name="sourceOf">The source that answers a runbook's blocks; null for none: its blocks say so themselves.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">One does not answer.</exception>
    public static async Task<ImmutableArray<Problem>> RefusedAsync(RunbookShelf shelf, Func<Runbook, IMetricSource?> sourceOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        ArgumentNullException.ThrowIfNull(sourceOf);
        var asked = shelf.All.SelectMany(runbook => runbook.Blocks.OfType<PromqlBlock>().Select(block => (runbook.File, Block: block, Source: sourceOf(runbook))))
            .Where(one => one.Source is not null).GroupBy(one => (Source: one.Source!, one.Block.Text)).ToList();
        var problems = new List<Problem>[asked.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, asked.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (at, ended) =>
        {
            var same = asked[at];
            var why = await ProfileQueryCheck.RefusalAsync(same.Key.Source, Any(same.Key.Text), ended).ConfigureAwait(false);
            problems[at] = why is null ? [] : [.. same.Select(one => new Problem($"{one.File}:{one.Block.Line}", $"{same.Key.Source.Name} refuses this PromQL: {why}"))];
        }).ConfigureAwait(false);
        return [.. problems.SelectMany(one => one).OrderBy(problem => problem.Where, StringComparer.Ordinal)];
    }

    private static string Any(string promql) => string.Concat(Template.Parts(promql).Select(part => part.IsName ? AnyValue : part.Text));
}
