using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>The words for states in rows.</summary>
internal static class TransitionWords
{
    /// <summary>The word; null is over.</summary>
    public static string Of(AlertState? state) => state?.Label() ?? TransitionStore.Resolved;

    /// <summary>Reads a word; null when it is over.</summary>
    public static AlertState? Read(string word) => Enum.TryParse<AlertState>(word, ignoreCase: true, out var state) && state.Label() == word ? state : null;
}

/// <summary>What the history knows of an alert.</summary>
internal sealed class LastRow
{
    public const string Select = """
        SELECT fingerprint AS "Fingerprint", state AS "State", at AS "At", system AS "System", name AS "Name", severity AS "Severity", starts_at AS "StartsAt" FROM alerts_seen
        """;

    public string Fingerprint { get; init; } = string.Empty;

    public string State { get; init; } = string.Empty;

    public long At { get; init; }

    public string System { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    public string Severity { get; init; } = string.Empty;

    public long StartsAt { get; init; }
}

/// <summary>A transition, ready to be stored.</summary>
internal sealed class TransitionRow
{
    public required string Fingerprint { get; init; }

    public required long At { get; init; }

    public required string? From { get; init; }

    public required string State { get; init; }

    public required string System { get; init; }

    public required string Name { get; init; }

    public required string Severity { get; init; }

    public required long StartsAt { get; init; }

    public required int Away { get; init; }

    /// <summary>How it looks; null: as it did.</summary>
    public required string? Body { get; init; }

    public long? EndedAt => State == TransitionStore.Resolved ? At : null;

    /// <summary>What a change makes of what is stored; null when it changes nothing: it was stored before, perhaps by somebody else.</summary>
    public static TransitionRow? Of(AlertChange change, LastRow? last)
    {
        var state = TransitionWords.Of(change.To);
        if (state == (last?.State ?? TransitionStore.Resolved))
        {
            return null;
        }

        return new TransitionRow
        {
            Fingerprint = change.Fingerprint,
            At = Time(change, last),
            From = last?.State,
            State = state,
            System = change.Alert is { } alert ? SeenBody.Name(alert.System ?? string.Empty) : last!.System,
            Name = change.Alert is { } named ? SeenBody.Name(named.Name) : last!.Name,
            Severity = change.Alert?.Severity.Label() ?? last!.Severity,
            StartsAt = change.Alert is { } begun ? StoredTime.Of(begun.StartsAt) : last!.StartsAt,
            Away = change.IsAway ? 1 : 0,
            Body = change.Alert is { } seen ? SeenBody.Write(seen) : null,
        };
    }

    public LastRow AsLast() => new() { Fingerprint = Fingerprint, State = State, At = At, System = System, Name = Name, Severity = Severity, StartsAt = StartsAt };

    /// <summary>As the alert tells where nobody watched, and it can be true; else as noticed. Always later than what was before.</summary>
    private static long Time(AlertChange change, LastRow? last)
    {
        var noticed = StoredTime.Of(change.At);
        if (change.Since is { } since && StoredTime.Of(since) is var told && told <= noticed && told > (last?.At ?? Earliest(noticed)))
        {
            return told;
        }

        return last is null ? noticed : Math.Max(noticed, last.At + 1);
    }

    // A beginning before what is kept is as good as none: year 1 is a usual one.
    private static long Earliest(long noticed) => noticed - (long)AlertHistory.KeptFor.TotalMicroseconds;
}
