using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Live;
using OpsConsole.Queues;

namespace OpsConsole.Pages.Queues;

/// <summary>How deep the queues are and where they are going: worst first, those that are worked off apart from what only fills up.</summary>
public sealed partial class QueuesPage
{
    private QueueBoard? board;
    private Freshness freshness;
    private DateTimeOffset pausedAt;
    private List<QueueStatus> draining = [];
    private List<QueueStatus> filling = [];
    private List<(string Id, string Title)> systems = [];

    /// <summary>The one system whose queues are shown; null for all.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? System { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Queues, Live.Systems];

    private string? Stale => freshness is Freshness.Live ? null : "stale-data";

    private string Sentence
    {
        get
        {
            var all = draining.Concat(filling).ToList();
            var (bad, unknown) = (all.Count(QueueWords.IsBad), all.Count(queue => queue.Level is Severity.Unknown));
            return board is null ? "Not known yet"
                : all.Count == 0 ? "None"
                : bad > 0 ? $"{bad} of {all.Count} {(bad == 1 ? "needs" : "need")} a look{(unknown > 0 ? $", {unknown} not known" : string.Empty)}"
                : unknown > 0 ? $"{unknown} of {all.Count} not known, the others within their limits"
                : freshness is Freshness.Live ? $"All {all.Count} within their limits"
                : $"All {all.Count} were within their limits when last seen";
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        (board, freshness) = (Live.Queues.Current.Value, FreshnessOf(Live.Queues));
        var all = board?.Queues ?? [];
        systems = [.. all.Select(queue => queue.System).Distinct(StringComparer.Ordinal).Select(id => (id, TitleOf(id)))];
        var shown = all.Where(queue => System is null || queue.System == System).OrderBy(QueueWords.Rank)
            .ThenByDescending(queue => queue.Share ?? queue.Depth / Math.Max(1e-9, queue.Profile.Warn) ?? 0).ToLookup(queue => queue.Profile.Capacity is null);
        (draining, filling) = ([.. shown[true]], [.. shown[false]]);
    }

    private string TitleOf(string id) => Live.Systems.Current.Value?.Find(id)?.Profile.Title ?? id;

    private void Pause()
    {
        IsPaused = !IsPaused;
        pausedAt = Clock.GetUtcNow();
        if (!IsPaused)
        {
            Take();
        }
    }
}
