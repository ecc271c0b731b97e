using Microsoft.Extensions.Options;
using OpsConsole.Live;

namespace OpsConsole.Alerts;

/// <summary>Asks for alerts to be read now: an Alertmanager said that something changed.</summary>
/// <param name="options">The time between two readings.</param>
/// <param name="clock">The time.</param>
public sealed class AlertWake(IOptions<AlertsOptions> options, TimeProvider clock)
{
    // An Alertmanager posts once per group: an outage of many groups is many posts within a moment.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    /// <summary>The loop that is woken.</summary>
    internal CollectorLoop Loop { get; } = new(options.Value.Poll, clock, Rest);

    /// <summary>Asks for a reading; many at once are one.</summary>
    public void Wake() => Loop.Wake();
}
