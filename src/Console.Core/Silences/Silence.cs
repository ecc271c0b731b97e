using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Silences;

/// <summary>What a silence is doing.</summary>
public enum SilenceState
{
    /// <summary>Begins later.</summary>
    Pending,

    /// <summary>Holds notifications back.</summary>
    Active,

    /// <summary>Over, or ended by a person.</summary>
    Expired,
}

/// <summary>A silence as an Alertmanager has it.</summary>
/// <param name="Source">The Alertmanager that told it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Matchers">The matchers an alert must satisfy, all of them.</param>
/// <param name="StartsAt">Begin.</param>
/// <param name="EndsAt">End: over at this very instant.</param>
/// <param name="CreatedBy">Who made it: untrusted text.</param>
/// <param name="Comment">Why: untrusted text.</param>
/// <param name="State">What it is doing.</param>
public sealed record Silence(
    string Source, string Id, ImmutableArray<Matcher> Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string CreatedBy, string Comment,
    SilenceState State)
{
    /// <summary>Matchers the console can't judge, as they are written: a regular expression with parts only Alertmanager knows.</summary>
    public ImmutableArray<string> Unjudged { get; init; } = [];

    /// <summary>When it was last changed; null when the server does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether an alert with these labels fits it; null when that can't be judged here.</summary>
    /// <param name="labels">The alert's labels.</param>
    public bool? Matches(LabelSet labels) => !Matchers.All(matcher => matcher.Matches(labels)) ? false
        : Unjudged.IsEmpty ? true
        : null;
}

/// <summary>A place that knows silences.</summary>
public interface ISilenceSource
{
    /// <summary>The source's name in the configuration.</summary>
    string Name { get; }

    /// <summary>All silences it holds: pending, active and lately expired.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">It did not answer.</exception>
    Task<ImmutableArray<Silence>> SilencesAsync(CancellationToken cancellation);

    /// <summary>The silences that hold or will, and the newest of those that are over.</summary>
    /// <param name="mostExpired">How many of those that are over are kept; what is read of the others is let go at once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">It did not answer.</exception>
    Task<SilenceList> LatestAsync(int mostExpired, CancellationToken cancellation);
}
