using Microsoft.Extensions.Logging;
using OpsConsole.Alerts;
using OpsConsole.Live;

namespace OpsConsole.Incidents;

/// <summary>Where a keeper is in the middle of its work.</summary>
internal enum EscalationEdge
{
    /// <summary>A step is due, and not on record.</summary>
    BeforeIntent,

    /// <summary>It is on record that it is about to be told, and nothing was sent.</summary>
    AfterIntent,

    /// <summary>A channel answered, and that is not on record.</summary>
    BeforeResult,

    /// <summary>What the channel answered is on record.</summary>
    AfterResult,
}

/// <summary>Told where a keeper is; it goes on when the task ends.</summary>
/// <param name="edge">Where.</param>
/// <param name="notice">With which notice.</param>
internal delegate Task EscalationEdgeReached(EscalationEdge edge, string notice);

/// <summary>What the keeper stands in.</summary>
/// <param name="File">The policies.</param>
/// <param name="Live">What is known of now.</param>
/// <param name="Acks">How acknowledgements ended.</param>
/// <param name="Limits">How old things may become.</param>
/// <param name="Metrics">Counts.</param>
/// <param name="Clock">The time.</param>
/// <param name="Log">The log.</param>
internal sealed record EscalationSurroundings(EscalationFile File, LiveState Live, AckStore Acks, EscalationLimits Limits, EscalationMetrics Metrics, TimeProvider Clock, ILogger<EscalationKeeper> Log)
{
    /// <summary>Told at each edge.</summary>
    public EscalationEdgeReached Reached { get; init; } = (_, _) => Task.CompletedTask;
}
