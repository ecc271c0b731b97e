using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Hubs;

/// <summary>One silence that holds or will, and what it fits now: null, never 0, where that is not known.</summary>
internal sealed record SilenceMessage(
    string Id, ImmutableArray<string> Sources, string State, IReadOnlyList<string> Matchers, string Author, string Comment, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    DateTimeOffset? UpdatedAt, ImmutableArray<string> Systems, ImmutableArray<string> WholeSystems, int? Alerts, ImmutableSortedDictionary<string, int>? Matches,
    int? Firing, ImmutableArray<string> SameAs, ImmutableArray<string> Within, bool LastKnown)
{
    public static SilenceMessage Of(SilenceBoard board, SeenSilence seen) => new(
        seen.Silence.Id, seen.Origins, Words.Of(seen.Silence.State), [.. seen.Silence.Matchers.Select(matcher => matcher.ToString()), .. seen.Silence.Unjudged],
        seen.Silence.CreatedBy, seen.Silence.Comment, seen.Silence.StartsAt, seen.Silence.EndsAt, seen.Silence.UpdatedAt, seen.Systems, seen.WholeSystems,
        seen.Reach?.Alerts.Length, seen.Reach?.BySeverity.ToImmutableSortedDictionary(count => count.Key.Label(), count => count.Value, StringComparer.Ordinal),
        seen.Reach?.Firing, seen.SameAs, seen.Within, board.IsLastKnown(seen));
}

/// <summary>The silences. Those that are over are counted alone: an Alertmanager remembers thousands.</summary>
internal sealed record SilencesMessage(IReadOnlyList<SilenceMessage> Silences, int Expired, ImmutableSortedDictionary<string, string> NotKnown)
{
    public static SilencesMessage Of(SilenceBoard board) => new(
        [.. board.Silences.Where(seen => seen.Silence.State is not SilenceState.Expired).Select(seen => SilenceMessage.Of(board, seen))], board.Expired, board.Silent);
}
