using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>What people wrote, as the store has it.</summary>
/// <param name="Incidents">The notes of the incidents that go on, by id.</param>
/// <param name="Notes">The notes for the next shift, newest first.</param>
/// <param name="Problem">Why it could not be read now, in a sentence; null when it was.</param>
public sealed record HandOverWritten(ImmutableDictionary<string, ImmutableArray<IncidentNote>> Incidents, ImmutableArray<HandOverNote> Notes, string? Problem = null)
{
    /// <summary>Nothing is written, or was read yet.</summary>
    public static HandOverWritten Nothing { get; } = new(ImmutableDictionary<string, ImmutableArray<IncidentNote>>.Empty, []);
}

/// <summary>Puts the hand-over together of what the live state shows, and of what people wrote.</summary>
public sealed class HandOverDesk
{
    private readonly LiveState live;
    private readonly IncidentStore store;
    private readonly HandOverNotes notes;
    private readonly TimeProvider clock;

    internal HandOverDesk(LiveState live, IncidentStore store, HandOverNotes notes, TimeProvider clock) => (this.live, this.store, this.notes, this.clock) = (live, store, notes, clock);

    /// <summary>The hand-over of now. A store that does not answer takes the notes along, and nothing else: that is said among the doubts.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<HandOverReport> ReadAsync(CancellationToken cancellation) => Of(await WrittenAsync(cancellation).ConfigureAwait(false));

    /// <summary>What people wrote: the notes for the next shift, and those of the incidents that go on; or why it can't be read.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<HandOverWritten> WrittenAsync(CancellationToken cancellation)
    {
        var open = (live.Incidents.Current.Value?.Open ?? []).Select(shown => shown.Incident.Id).ToList();
        try
        {
            var events = open.Count == 0 ? [] : await store.EventsAsync(open, cancellation).ConfigureAwait(false);
            return new HandOverWritten(
                events.GroupBy(one => one.Incident, one => one.Event, StringComparer.Ordinal).ToImmutableDictionary(its => its.Key, its => IncidentNote.Of(its)),
                await notes.ReadAsync(cancellation).ConfigureAwait(false));
        }
        catch (StorageException e)
        {
            return HandOverWritten.Nothing with { Problem = e.Message };
        }
    }

    /// <summary>The hand-over of now, with what was read before: it asks nobody.</summary>
    /// <param name="written">What people wrote.</param>
    public HandOverReport Of(HandOverWritten written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return HandOverReport.Of(new HandOverScene(clock.GetUtcNow())
        {
            Alerts = live.Alerts.Current.Value,
            Acknowledgements = live.Acknowledgements.Current.Value,
            Silences = live.Silences.Current.Value,
            Actions = live.Actions.Current.Value,
            Budgets = live.Slo.Current.Value,
            Incidents = live.Incidents.Current.Value,
            Written = written,
            Doubts =
            [
                .. new (ILiveSection Section, string Called)[]
                {
                    (live.Alerts, "alerts"), (live.Acknowledgements, "acknowledgements"), (live.Silences, "silences"), (live.Actions, "actions"), (live.Slo, "error budgets"), (live.Incidents, "incidents"),
                }.Select(one => Doubt(one.Section, one.Called)).OfType<string>(),
                .. Silent(),
                .. written.Problem is { } why ? [$"notes: they can't be read now ({why})"] : Array.Empty<string>(),
            ],
        });
    }

    /// <summary>A hand-over as Markdown: what came from outside is escaped.</summary>
    /// <param name="hand">The hand-over.</param>
    public static string Markdown(HandOverReport hand)
    {
        ArgumentNullException.ThrowIfNull(hand);
        return HandOverMarkdown.Of(hand);
    }

    private string? Doubt(ILiveSection section, string called)
    {
        var (head, now) = (section.Head, clock.GetUtcNow());
        return head.FreshnessAt(now, section.StaleAfter) switch
        {
            Freshness.Live => null,
            Freshness.Unknown => $"{called}: nothing is known{(head.Problem is { } why ? $" ({why})" : string.Empty)}",
            _ => $"{called}: as of {DurationText.Words(now - head.ObservedAt!.Value)} ago{(head.Problem is { } why ? $" ({why})" : string.Empty)}",
        };
    }

    private IEnumerable<string> Silent() => live.Alerts.Current.Value is { Silent: { IsEmpty: false } silent } ? [$"alerts of {string.Join(", ", silent)} are the last known: it does not answer"] : [];
}

/// <summary>Brings the hand-over into the house.</summary>
internal static class HandOverSetup
{
    public static IServiceCollection AddHandOver(this IServiceCollection services) => services
        .AddSingleton(provider => new HandOverNotes(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<AuditLog>(), provider.GetRequiredService<IAccessRules>(), provider.GetRequiredService<LiveState>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new HandOverDesk(
            provider.GetRequiredService<LiveState>(), provider.GetRequiredService<IncidentStore>(), provider.GetRequiredService<HandOverNotes>(), provider.GetRequiredService<TimeProvider>()));
}
