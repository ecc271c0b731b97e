using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>A change of one alert, to be stored.</summary>
/// <param name="Fingerprint">The alert.</param>
/// <param name="Alert">How it looks now, or did when it was last there; null when only the store knows.</param>
/// <param name="To">Its state from now on; null: it is over.</param>
/// <param name="At">When it was noticed.</param>
/// <param name="IsAway">Whether it happened while nobody watched.</param>
internal sealed record AlertChange(string Fingerprint, Alert? Alert, AlertState? To, DateTimeOffset At, bool IsAway)
{
    /// <summary>When it happened, where the alert itself tells what nobody watched; null: as noticed.</summary>
    public DateTimeOffset? Since => IsAway && To is AlertState.Firing or AlertState.Pending ? Alert?.StartsAt : null;
}

/// <summary>An alert that goes on, as the store knows it.</summary>
/// <param name="State">What it does.</param>
/// <param name="StartsAt">Since when, as it says itself.</param>
internal sealed record KnownAlert(AlertState State, DateTimeOffset StartsAt)
{
    /// <summary>How it was last seen by this process; null: only the store knows it.</summary>
    public Alert? Seen { get; init; }
}

/// <summary>What is in the history already, for the alerts that go on; a board's difference to it is what must be stored.</summary>
/// <param name="open">The alerts that go on, from the store.</param>
/// <param name="watchedUntil">Up to when somebody watched; null when nobody ever did.</param>
internal sealed class AlertMemory(IReadOnlyDictionary<string, KnownAlert> open, DateTimeOffset? watchedUntil)
{
    /// <summary>Nobody watched when boards lie further apart.</summary>
    public static readonly TimeSpan AwayAfter = TimeSpan.FromMinutes(2);

    // A source that answers late, or the rules, which are read after the alerts, tell what happened before this process began as well.
    private static readonly TimeSpan Beginning = TimeSpan.FromMinutes(1);

    private const int LongestFingerprint = 64;

    private readonly Dictionary<string, KnownAlert> known = new(open, StringComparer.Ordinal);
    private DateTimeOffset? begunAt;
    private bool beganAway;

    /// <summary>Up to when the history was complete before this process writes; null when it was never begun.</summary>
    public DateTimeOffset? RecalledUntil { get; } = watchedUntil;

    /// <summary>Up to when the history is complete; null when it was never begun.</summary>
    public DateTimeOffset? WatchedUntil { get; private set; } = watchedUntil;

    /// <summary>Whether a fingerprint is one: it is a server's word, and a key.</summary>
    public static bool IsFingerprint(string text) => text.Length is > 0 and <= LongestFingerprint && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>What a round changes. Nothing is remembered yet.</summary>
    public ImmutableArray<AlertChange> Changes(AlertRound round)
    {
        var isAway = IsAway(round);
        var gone = new HashSet<string>(known.Keys, StringComparer.Ordinal);
        var changes = ImmutableArray.CreateBuilder<AlertChange>();

        // A test is nothing that happened to a system.
        foreach (var alert in round.Board.Alerts.Where(alert => IsFingerprint(alert.Fingerprint) && !alert.IsTest))
        {
            gone.Remove(alert.Fingerprint);
            var was = known.GetValueOrDefault(alert.Fingerprint);
            if (was is { Seen: null } && BeganAnew(alert, was))
            {
                // It ended and began again meanwhile: that it ended is known from its new beginning only.
                changes.Add(new AlertChange(alert.Fingerprint, null, null, alert.StartsAt.AddMicroseconds(-1), true));
                changes.Add(new AlertChange(alert.Fingerprint, alert, alert.State, round.At, true));
            }
            else if (was?.State != alert.State)
            {
                changes.Add(new AlertChange(alert.Fingerprint, alert, alert.State, round.At, Missed(was, alert, round) ?? isAway));
            }
        }

        // What this process never saw may be with a source that has not answered yet: its silence is no end.
        changes.AddRange(gone.Order(StringComparer.Ordinal).Select(fingerprint => (Fingerprint: fingerprint, Known: known[fingerprint]))
            .Where(one => one.Known.Seen is not null || round.IsComplete)
            .Select(one => new AlertChange(one.Fingerprint, one.Known.Seen, null, round.At, Missed(one.Known, null, round) ?? isAway)));
        return changes.DrainToImmutable();
    }

    /// <summary>A change is stored.</summary>
    public void Stored(AlertChange change)
    {
        if (change.To is { } state)
        {
            known[change.Fingerprint] = new KnownAlert(state, change.Alert!.StartsAt) { Seen = change.Alert };
        }
        else
        {
            known.Remove(change.Fingerprint);
        }
    }

    /// <summary>All of a round is stored.</summary>
    public void Stored(AlertRound round)
    {
        foreach (var alert in round.Board.Alerts)
        {
            if (known.TryGetValue(alert.Fingerprint, out var was) && !ReferenceEquals(was.Seen, alert))
            {
                known[alert.Fingerprint] = new KnownAlert(alert.State, alert.StartsAt) { Seen = alert };
            }
        }

        beganAway = begunAt is null ? IsAway(round) : beganAway;
        begunAt ??= round.At;
        Watched(round.At);
    }

    /// <summary>Nothing changed up to then.</summary>
    public void Watched(DateTimeOffset until) => WatchedUntil = WatchedUntil > until ? WatchedUntil : until;

    /// <summary>Whether it happened before this process began, though it is told only now; null: it did not.</summary>
    private bool? Missed(KnownAlert? was, Alert? alert, AlertRound round) => begunAt is not { } begun ? null
        : was is { Seen: null } || (was is null && round.At - begun < Beginning && alert!.StartsAt < begun) ? beganAway : null;

    // An Alertmanager that lost its alerts tells an older beginning, or the same: only a beginning after we last looked is another one.
    private bool BeganAnew(Alert alert, KnownAlert was) => alert.State is not AlertState.Pending && was.State is not AlertState.Pending
        && alert.StartsAt > was.StartsAt && RecalledUntil is { } until && alert.StartsAt > until;

    private bool IsAway(AlertRound round)
    {
        var watched = WatchedUntil is { } until && (round.SeenBefore is not { } before || until > before) ? until : round.SeenBefore;
        return watched is null || round.At - watched > AwayAfter;
    }
}
