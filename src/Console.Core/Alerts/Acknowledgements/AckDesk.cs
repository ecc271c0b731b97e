using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Alerts;

/// <summary>
/// The one way to acknowledge for everybody: pages and HTTP API call these and nothing else. The right to acknowledge is decided in here, on each alert's system, at the moment
/// of acting; whoever may view may read.
/// </summary>
public sealed class AckDesk
{
    /// <summary>Takes alerts that nobody has; renews one's own. What somebody else has is not taken from them here.</summary>
    /// <param name="person">Who.</param>
    /// <param name="fingerprints">The alerts, at most <see cref="AckLimits.Alerts"/>.</param>
    /// <param name="comment">What they say to it; null or empty: nothing, and the comment of a renewed one stays.</param>
    /// <param name="lasts">How long; null for <see cref="AckLimits.Usual"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of each alert, in their order; or what is wrong with all of it, with the field's name: <c>alerts</c>, <c>comment</c>, <c>lasts</c>, <c>storage</c>.</returns>
    public Task<Result<ImmutableArray<AckAnswer>>> AcknowledgeAsync(
        Person person, IReadOnlyList<string> fingerprints, string? comment, TimeSpan? lasts, CancellationToken cancellation) => NotYetAsync();

    /// <summary>As <see cref="AcknowledgeAsync"/>, and takes over what somebody else has.</summary>
    /// <inheritdoc cref="AcknowledgeAsync"/>
    public Task<Result<ImmutableArray<AckAnswer>>> TakeOverAsync(
        Person person, IReadOnlyList<string> fingerprints, string? comment, TimeSpan? lasts, CancellationToken cancellation) => NotYetAsync();

    /// <summary>Takes acknowledgements back, one's own or another's: the alerts are nobody's then.</summary>
    /// <param name="person">Who.</param>
    /// <param name="fingerprints">The alerts, at most <see cref="AckLimits.Alerts"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of each alert, in their order; or what is wrong with all of it.</returns>
    public Task<Result<ImmutableArray<AckAnswer>>> WithdrawAsync(Person person, IReadOnlyList<string> fingerprints, CancellationToken cancellation) => NotYetAsync();

    private static Task<Result<ImmutableArray<AckAnswer>>> NotYetAsync() => Task.FromResult<Result<ImmutableArray<AckAnswer>>>(new Problem("storage", "acknowledgements are not kept yet"));
}
