using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Puts the hand-over together of what the live state shows, and of the notes on the incidents that go on.</summary>
public sealed class HandOverDesk
{
    private readonly LiveState live;
    private readonly IncidentStore store;
    private readonly TimeProvider clock;

    internal HandOverDesk(LiveState live, IncidentStore store, TimeProvider clock) => (this.live, this.store, this.clock) = (live, store, clock);

    /// <summary>The hand-over of now.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<HandOverReport> ReadAsync(CancellationToken cancellation)
    {
        var open = (live.Incidents.Current.Value?.Open ?? []).Select(shown => shown.Incident.Id).ToList();
        var events = open.Count == 0 ? [] : await store.EventsAsync(open, cancellation).ConfigureAwait(false);
        return HandOverReport.Of(new HandOverScene(clock.GetUtcNow())
        {
            Alerts = live.Alerts.Current.Value,
            Acknowledgements = live.Acknowledgements.Current.Value,
            Silences = live.Silences.Current.Value,
            Actions = live.Actions.Current.Value,
            Budgets = live.Slo.Current.Value,
            Incidents = live.Incidents.Current.Value,
            Notes = events.GroupBy(one => one.Incident, one => one.Event, StringComparer.Ordinal).ToImmutableDictionary(its => its.Key, its => IncidentNote.Of(its)),
            Doubts = [.. new ILiveSection[] { live.Alerts, live.Acknowledgements, live.Silences, live.Actions, live.Slo, live.Incidents }.Select(Doubt).OfType<string>(), .. Silent()],
        });
    }

    /// <summary>A hand-over as Markdown: what came from outside is escaped.</summary>
    /// <param name="hand">The hand-over.</param>
    public static string Markdown(HandOverReport hand)
    {
        ArgumentNullException.ThrowIfNull(hand);
        return HandOverMarkdown.Of(hand);
    }

    private string? Doubt(ILiveSection section)
    {
        var (head, now) = (section.Head, clock.GetUtcNow());
        return head.FreshnessAt(now, section.StaleAfter) switch
        {
            Freshness.Live => null,
            Freshness.Unknown => $"{section.Name}: nothing is known{(head.Problem is { } why ? $" ({why})" : string.Empty)}",
            _ => $"{section.Name}: as of {DurationText.Words(now - head.ObservedAt!.Value)} ago{(head.Problem is { } why ? $" ({why})" : string.Empty)}",
        };
    }

    private IEnumerable<string> Silent() => live.Alerts.Current.Value is { Silent: { IsEmpty: false } silent } ? [$"alerts of {string.Join(", ", silent)} are the last known: it does not answer"] : [];
}

/// <summary>Brings the hand-over into the house.</summary>
internal static class HandOverSetup
{
    public static IServiceCollection AddHandOver(this IServiceCollection services) => services.AddSingleton(provider => new HandOverDesk(
        provider.GetRequiredService<LiveState>(), provider.GetRequiredService<IncidentStore>(), provider.GetRequiredService<TimeProvider>()));
}
