using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>How a dead man's switch stands.</summary>
public enum SwitchState
{
    /// <summary>It is heard.</summary>
    Heard,

    /// <summary>It is not heard, but not yet for as long as it takes.</summary>
    Late,

    /// <summary>It is missing, though the Alertmanager answers: Prometheus, its rule, or the way between them is broken.</summary>
    Missing,

    /// <summary>No Alertmanager that should tell it answers.</summary>
    SourceSilent,
}

/// <summary>A dead man's switch as it stands.</summary>
/// <param name="Switch">The switch.</param>
/// <param name="State">How it stands.</param>
/// <param name="LastHeard">When it was last heard by this console; null when it never was.</param>
/// <param name="CountsFrom">From when on its absence counts: when it was last heard, or the console began to listen.</param>
/// <param name="Silent">The Alertmanagers that should tell it and don't answer.</param>
public sealed record SeenSwitch(DeadMansSwitch Switch, SwitchState State, DateTimeOffset? LastHeard, DateTimeOffset CountsFrom, ImmutableArray<string> Silent)
{
    /// <summary>Whether nobody can trust alerts to arrive.</summary>
    public bool IsLapsed => State is SwitchState.Missing or SwitchState.SourceSilent;

    /// <summary>What that means, in a sentence; the screen adds since when.</summary>
    public string Says => State switch
    {
        SwitchState.SourceSilent => $"Nobody can tell whether alerts arrive: {(Silent.Length == 1 ? "Alertmanager" : "the Alertmanagers")} {string.Join(", ", Silent)} "
            + $"{(Silent.Length == 1 ? "does" : "do")} not answer, so that {Switch.Name} is not heard.",
        SwitchState.Missing => $"{Switch.Name}, which always fires, is missing: alerts may not arrive. Prometheus, its rules, or its way to Alertmanager is broken.",
        SwitchState.Late => $"{Switch.Name} is not heard just now.",
        _ => $"{Switch.Name} is heard.",
    };

    /// <summary>Whether another says the same, but for the time at which it was last heard.</summary>
    /// <param name="other">The other.</param>
    public bool SaysTheSame(SeenSwitch other) => other is not null && Switch == other.Switch && State == other.State && Silent.SequenceEqual(other.Silent);
}

/// <summary>All dead man's switches.</summary>
/// <param name="Switches">In the order of the settings.</param>
public sealed record SwitchBoard(ImmutableArray<SeenSwitch> Switches)
{
    /// <summary>Those that lapsed.</summary>
    public IEnumerable<SeenSwitch> Lapsed => Switches.Where(seen => seen.IsLapsed);

    /// <summary>When every switch was last heard: the oldest of these times. Null when there is none, or one never was.</summary>
    public DateTimeOffset? LastHeartbeat => Switches.IsEmpty || Switches.Any(seen => seen.LastHeard is null) ? null : Switches.Min(seen => seen.LastHeard);
}
