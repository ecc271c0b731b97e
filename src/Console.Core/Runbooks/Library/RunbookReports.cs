using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Runbooks;

/// <summary>An alert rule that no runbook is for.</summary>
/// <param name="System">The system's id.</param>
/// <param name="Alert">The alert's name.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record RunbookGap(string System, string Alert, Severity Severity);

/// <summary>What is wrong with the runbooks, and what is missing.</summary>
/// <param name="Problems">The mistakes, each with file and line.</param>
/// <param name="Without">The alerts without a runbook.</param>
/// <param name="Unknown">What could not be found out, and why, in a sentence; null when all is known.</param>
public sealed record RunbookReport(ImmutableArray<Problem> Problems, ImmutableArray<RunbookGap> Without, string? Unknown)
{
    private FrozenDictionary<string, ImmutableArray<Problem>>? byFile;

    /// <summary>Nothing known yet.</summary>
    public static RunbookReport Empty { get; } = new([], [], null);

    /// <summary>What is wrong with one.</summary>
    /// <param name="runbook">The runbook.</param>
    public ImmutableArray<Problem> Of(Runbook runbook)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        byFile ??= Problems.GroupBy(problem => problem.Where.Split(':')[0], StringComparer.Ordinal)
            .ToFrozenDictionary(same => same.Key, same => same.ToImmutableArray(), StringComparer.Ordinal);
        return byFile.GetValueOrDefault(runbook.File, []);
    }
}

/// <summary>Looks through the runbooks when they, the profiles or the rules have changed; Prometheus is asked about each expression once.</summary>
internal sealed class RunbookReporter(LiveState live, RuleBook rules, MetricSources sources, RemedyBook remedies, RunbookReports reports, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private (RunbookShelf? Shelf, SystemCatalog? Catalog, string Alerts) looked;
    private (RunbookShelf Shelf, string Sources, ImmutableArray<Problem> Problems)? refused;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loop = new CollectorLoop(Period, clock);
        return Task.WhenAll(loop.RunAsync(LookAsync, stoppingToken), WakeAsync(live.Runbooks, loop, stoppingToken), WakeAsync(live.Systems, loop, stoppingToken));
    }

    /// <summary>Looks through them now.</summary>
    /// <param name="cancellation">Ends it.</param>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        if (live.Runbooks.Current.Value is not { } shelf || live.Systems.Current.Value is not { } catalog)
        {
            return;
        }

        var groups = rules.Current;
        string[] unknowns = [.. SilentRules(groups), .. await AskAsync(shelf, catalog, cancellation).ConfigureAwait(false) is { } unasked ? [unasked] : Array.Empty<string>()];
        var unknown = unknowns.Length == 0 ? null : string.Join(' ', unknowns);

        // All that decides which runbook a rule leads to.
        var alerts = string.Join(' ', groups.SelectMany(group => group.Rules).Where(rule => rule.IsAlert).Select(rule => $"{rule.Name}{rule.Labels}{rule.Annotations["runbook_url"]}"));
        if (looked == (shelf, catalog, alerts) && reports.Current.Unknown == unknown)
        {
            return;
        }

        looked = (shelf, catalog, alerts);
        var (without, nobodys) = groups.IsEmpty ? ([], []) : RunbookRules.Gaps(shelf, catalog, groups);

        // What was refused of another shelf may be mended, or stand on another line by now.
        var refusals = refused is { } asked && asked.Shelf == shelf && asked.Sources == Names(shelf, catalog) ? asked.Problems : [];
        reports.Current = new RunbookReport([.. RunbookCheck.All(shelf, catalog, remedies.All), .. refusals, .. nobodys], without, unknown);
    }

    private IEnumerable<string> SilentRules(ImmutableArray<RuleGroup> groups)
    {
        var silent = rules.Readings.Where(reading => reading.Problem is not null).Select(reading => reading.Problem!).ToList();
        if (groups.IsEmpty)
        {
            return [$"No Prometheus has told its rules yet, so it is not known which alerts have no runbook{(silent.Count == 0 ? "." : $": {string.Join("; ", silent)}")}"];
        }

        return silent.Select(why => $"The alerts are those last told: {why}");
    }

    private async Task<string?> AskAsync(RunbookShelf shelf, SystemCatalog catalog, CancellationToken cancellation)
    {
        var names = Names(shelf, catalog);
        if ((refused?.Shelf == shelf && refused?.Sources == names) || sources.All.IsEmpty)
        {
            return null;
        }

        try
        {
            refused = (shelf, names, await RunbookRules.RefusedAsync(shelf, runbook => SourceOf(runbook, catalog), cancellation).ConfigureAwait(false));
            return null;
        }
        catch (UpstreamException e)
        {
            return $"The runbooks' PromQL was not checked: {e.Message}";
        }
    }

    // A block is answered by the source that its system's profile names: that one must be able to read it.
    private IMetricSource? SourceOf(Runbook runbook, SystemCatalog catalog) => sources.Find(runbook.System is { } id ? catalog.Find(id)?.Profile.Metrics : null);

    private string Names(RunbookShelf shelf, SystemCatalog catalog) => string.Join('\n', shelf.All.Select(runbook => SourceOf(runbook, catalog)?.Name));

    private static async Task WakeAsync(ILiveSection section, CollectorLoop loop, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in section.WatchHeadsAsync(cancellation).ConfigureAwait(false))
            {
                loop.Wake();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}

/// <summary>The newest report.</summary>
public sealed class RunbookReports
{
    private RunbookReport current = RunbookReport.Empty;

    /// <summary>What is known now.</summary>
    public RunbookReport Current
    {
        get => Volatile.Read(ref current);
        internal set => Volatile.Write(ref current, value);
    }
}
