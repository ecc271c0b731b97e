using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Sources;

/// <summary>What the console itself knows beside what the upstreams say: rules, runbooks and refused expressions.</summary>
internal sealed class SourceKnowledge(RuleBook rules, RunbookLibrary runbooks, QueryCheck queries)
{
    /// <summary>Rule groups as last read.</summary>
    public ImmutableArray<RuleGroup> RuleGroups => rules.Current;

    /// <summary>Profiles with expressions that their source refuses.</summary>
    public ImmutableArray<ProfileFault> RefusedQueries => queries.Refused;

    /// <summary>Which alert rules have a runbook: those without first.</summary>
    /// <param name="catalog">The systems.</param>
    /// <param name="groups">The rule groups.</param>
    public ImmutableArray<RunbookCoverage> Coverage(SystemCatalog catalog, ImmutableArray<RuleGroup> groups) =>
        [.. groups.SelectMany(group => group.Rules).Where(rule => rule.IsAlert).Select(rule => Of(catalog, rule)).Distinct()
            .OrderBy(coverage => coverage.File is not null).ThenBy(coverage => coverage.System, StringComparer.Ordinal)
            .ThenBy(coverage => coverage.Severity).ThenBy(coverage => coverage.Alert, StringComparer.Ordinal)];

    private RunbookCoverage Of(SystemCatalog catalog, Rule rule)
    {
        var profile = catalog.Claiming(rule)?.Profile;
        var found = profile is null ? runbooks.Shelf.ForNobodys(rule.Name) : runbooks.Shelf.For(profile, rule.Name, rule.Annotations["runbook_url"]);
        return new RunbookCoverage(
            profile?.Id, rule.Name, SeverityNames.Parse(rule.Labels["severity"]), found?.File, RunbookShelf.FileToWrite(profile?.Id ?? "unclaimed", rule.Name));
    }
}
