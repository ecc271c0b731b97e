using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>One kind of what can belong to an incident: finds it, and tells what it did meanwhile.</summary>
internal interface ILinkable
{
    /// <summary>The kind.</summary>
    LinkKind Kind { get; }

    /// <summary>Finds one; null when there is none.</summary>
    /// <param name="id">Its id, as somebody sent it: untrusted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    Task<IncidentLink?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>What it did.</summary>
    /// <param name="link">What belongs to the incident.</param>
    /// <param name="span">The time that is told of.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    Task<Told> TellAsync(IncidentLink link, TimelineSpan span, CancellationToken cancellation);
}

/// <summary>What something did.</summary>
/// <param name="Entries">In any order.</param>
/// <param name="Missing">What is not told, in a sentence; null when all is.</param>
internal sealed record Told(ImmutableArray<TimelineEntry> Entries, string? Missing = null);

/// <summary>All that can belong to an incident, by kind.</summary>
/// <param name="alerts">The alerts.</param>
/// <param name="all">One of each kind.</param>
internal sealed class LinkBook(LinkedAlerts alerts, IEnumerable<ILinkable> all)
{
    /// <summary>The alerts.</summary>
    public LinkedAlerts Alerts => alerts;

    private readonly FrozenDictionary<LinkKind, ILinkable> byKind = all.ToFrozenDictionary(one => one.Kind);

    /// <summary>Finds what belongs to an incident.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id: untrusted.</param>
    /// <param name="where">The field that names it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>It, or that there is none.</returns>
    public async Task<Result<IncidentLink>> FindAsync(LinkKind kind, string id, string where, CancellationToken cancellation) =>
        await byKind[kind].FindAsync(id, cancellation).ConfigureAwait(false) is { } found
            ? found with { Title = IncidentLimits.Cut(IncidentLimits.Line(found.Title), IncidentLimits.Title), Whose = IncidentLimits.Cut(IncidentLimits.Line(found.Whose), IncidentLimits.Name) }
            : new Problem(where, $"there is no {IncidentWords.Of(kind)} '{IncidentLimits.Cut(IncidentLimits.Line(id), 60)}': give its {(kind is LinkKind.Alert ? "fingerprint" : "id")}");

    /// <summary>What it did.</summary>
    public Task<Told> TellAsync(IncidentLink link, TimelineSpan span, CancellationToken cancellation) => byKind[link.Kind].TellAsync(link, span, cancellation);
}
