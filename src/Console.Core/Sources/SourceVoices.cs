using System.Collections.Immutable;
using OpsConsole.Upstream;

namespace OpsConsole.Sources;

/// <summary>
/// What the upstreams say of themselves, as last heard. One that does not answer keeps its last words: its failure stands beside it in
/// the list of sources.
/// </summary>
internal sealed class SourceVoices(IEnumerable<ITargetSource> targetSources, IEnumerable<IAlertmanagerStatusSource> alertmanagerSources)
{
    private readonly ImmutableArray<ITargetSource> targetSources = [.. targetSources];
    private readonly ImmutableArray<IAlertmanagerStatusSource> alertmanagerSources = [.. alertmanagerSources];
    private ImmutableDictionary<string, ImmutableArray<ScrapeTarget>> targets = ImmutableDictionary<string, ImmutableArray<ScrapeTarget>>.Empty;
    private ImmutableDictionary<string, AlertmanagerStatus> alertmanagers = ImmutableDictionary<string, AlertmanagerStatus>.Empty;

    /// <summary>Scrape targets: those that are not up first.</summary>
    public ImmutableArray<ScrapeTarget> Targets { get; private set; } = [];

    /// <summary>Each Alertmanager's status.</summary>
    public ImmutableArray<AlertmanagerStatus> Alertmanagers { get; private set; } = [];

    /// <summary>Asks all of them at once.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task AskAsync(CancellationToken cancellation)
    {
        var heardTargets = await Task.WhenAll(targetSources.Select(source =>
            HearAsync(source.Name, source.TargetsAsync, cancellation))).ConfigureAwait(false);
        var heardStatuses = await Task.WhenAll(alertmanagerSources.Select(source =>
            HearAsync(source.Name, source.StatusAsync, cancellation))).ConfigureAwait(false);
        targets = Remember(targets, heardTargets);
        alertmanagers = Remember(alertmanagers, heardStatuses);
        Targets = [.. targets.Values.SelectMany(list => list).OrderBy(target => target.Health == "up").ThenBy(target => target.Job, StringComparer.Ordinal)
            .ThenBy(target => target.Instance, StringComparer.Ordinal)];
        Alertmanagers = [.. alertmanagers.Values.OrderBy(status => status.Source, StringComparer.Ordinal)];
    }

    private static async Task<(string Name, T Said, bool WasHeard)> HearAsync<T>(
        string name, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return (name, await ask(cancellation).ConfigureAwait(false), true);
        }
        catch (UpstreamException)
        {
            // The source's own record has the failure, with since when and why.
            return (name, default!, false);
        }
    }

    private static ImmutableDictionary<string, T> Remember<T>(ImmutableDictionary<string, T> known, (string Name, T Said, bool WasHeard)[] heard) =>
        known.SetItems(heard.Where(voice => voice.WasHeard).Select(voice => KeyValuePair.Create(voice.Name, voice.Said)));
}
