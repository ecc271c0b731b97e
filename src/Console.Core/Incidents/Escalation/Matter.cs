using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>The alerts that are one matter: of one name, system and class, and of the labels that the file groups by.</summary>
/// <param name="Key">What tells it from the others.</param>
/// <param name="Alerts">Its alerts: firing or held back; at least one.</param>
internal sealed record Matter(string Key, ImmutableArray<Alert> Alerts)
{
    private const char Between = '\u001F';

    /// <summary>Those that fire and are not held back.</summary>
    public IEnumerable<Alert> Firing => Alerts.Where(alert => alert.State is AlertState.Firing);

    /// <summary>The matters of a board. What asks nobody for anything, or is a test of where alerts go, is none.</summary>
    /// <param name="board">The alerts.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="groupBy">Labels that part them further.</param>
    public static ImmutableArray<Matter> Of(AlertBoard board, SystemCatalog catalog, ImmutableArray<string> groupBy) =>
    [
        .. board.Alerts.Where(alert => alert is { AsksNobody: false, IsTest: false } && alert.State is not AlertState.Pending)
            .GroupBy(alert => KeyOf(alert, catalog, groupBy), StringComparer.Ordinal).Select(group => new Matter(group.Key, [.. group])),
    ];

    /// <summary>What tells the matter of an alert from others. A worse class is another matter: whoever has the warning does not have the outage.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="groupBy">Labels that part matters further.</param>
    public static string KeyOf(Alert alert, SystemCatalog catalog, ImmutableArray<string> groupBy)
    {
        var @class = Response.Of(alert.Labels, Profile(alert, catalog)).Class;

        // Hashed, because labels hold characters that no key of a database takes.
        var parts = groupBy.Select(label => alert.Labels[label]).Prepend(@class.ToString(CultureInfo.InvariantCulture)).Prepend(alert.Name).Prepend(alert.System ?? string.Empty);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(Between, parts))))[..32];
    }

    /// <summary>The profile of the system that claims an alert; null for none.</summary>
    public static SystemProfile? Profile(Alert alert, SystemCatalog catalog) => alert.System is { } id ? catalog.Find(id)?.Profile : null;
}

/// <summary>Everything that is known now, as far as escalations go by it.</summary>
/// <param name="Matters">The matters, by their keys.</param>
/// <param name="Acks">Who has which alert.</param>
/// <param name="Catalog">The systems.</param>
/// <param name="IsSure">Whether what is not there is gone: all sources answer.</param>
internal sealed record EscalationView(ImmutableDictionary<string, Matter> Matters, AckBoard Acks, SystemCatalog Catalog, bool IsSure)
{
    /// <summary>Looks.</summary>
    /// <param name="live">What is known.</param>
    /// <param name="groupBy">Labels that part matters.</param>
    /// <returns>The view; null while something was never seen: without the acknowledgements, somebody would be called who has it already.</returns>
    public static EscalationView? Of(LiveState live, ImmutableArray<string> groupBy) =>
        live is { Alerts.Current.Value: { } board, Acknowledgements.Current.Value: { } acks, Systems.Current.Value: { } catalog }
            ? new EscalationView(
                Matter.Of(board, catalog, groupBy).ToImmutableDictionary(matter => matter.Key, StringComparer.Ordinal), acks, catalog,
                board.Silent.IsEmpty && live.Alerts.Freshness is Freshness.Live)
            : null;

    /// <summary>What the alerts of an escalation do.</summary>
    /// <param name="it">The escalation.</param>
    public Presence PresenceOf(Escalation it) => !Matters.TryGetValue(it.Key, out var matter) ? IsSure ? Presence.Gone : Presence.Unsure
        : matter.Firing.Any() ? Presence.Firing
        : Presence.Held;

    /// <summary>The alerts of an escalation that fire, by their fingerprints.</summary>
    /// <param name="it">The escalation.</param>
    public IEnumerable<string> Firing(Escalation it) => it.EndedAt is null && Matters.TryGetValue(it.Key, out var matter) ? matter.Firing.Select(alert => alert.Fingerprint) : [];

    /// <summary>Who has all firing alerts of an escalation; null when one of them is nobody's.</summary>
    /// <param name="it">The escalation.</param>
    public EscalationAck? TakenOf(Escalation it)
    {
        if (!Matters.TryGetValue(it.Key, out var matter))
        {
            return null;
        }

        var theirs = matter.Firing.Select(Acks.Of).ToList();
        return theirs is [] || theirs.Contains(null) ? null
            : EscalationAck.Of(theirs.FirstOrDefault(one => one!.Id == it.Ack?.Id) ?? theirs.MaxBy(one => one!.At)!);
    }
}
