using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>
/// An Alertmanager whose silences can be changed. Every write is sent once and never again by itself. All methods throw
/// <see cref="Upstream.UpstreamException"/>; where a write may have been carried out all the same,
/// <see cref="Upstream.UpstreamException.OutcomeIsUnknown"/> says so.
/// </summary>
internal interface ISilenceWriter
{
    /// <summary>The Alertmanager's name in the configuration.</summary>
    string Name { get; }

    /// <summary>A silence as it is now; null when there is none of that id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<Silence?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Makes a silence, or changes one.</summary>
    /// <param name="draft">How it should be.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Its id: a new one, too, where the change was more than an active silence takes.</returns>
    Task<string> PutAsync(SilenceDraft draft, CancellationToken cancellation);

    /// <summary>Ends a silence now.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task ExpireAsync(string id, CancellationToken cancellation);
}

/// <summary>A silence as it should be.</summary>
/// <param name="Matchers">The matchers an alert must satisfy, all of them.</param>
/// <param name="StartsAt">Begin.</param>
/// <param name="EndsAt">End.</param>
/// <param name="CreatedBy">Who wants it: the name to show.</param>
/// <param name="Comment">Why.</param>
internal sealed record SilenceDraft(
    ImmutableArray<Matcher> Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string CreatedBy, string Comment)
{
    /// <summary>The silence that is changed; null for a new one.</summary>
    public string? Id { get; init; }
}
