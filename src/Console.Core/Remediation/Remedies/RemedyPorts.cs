using System.Collections.Immutable;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>What the actions reach: clusters, Alertmanagers, and what is known of now.</summary>
/// <param name="clusters">The clusters.</param>
/// <param name="writers">The Alertmanagers, to change.</param>
/// <param name="sources">The Alertmanagers, to look at.</param>
/// <param name="live">What is known of now.</param>
/// <param name="clock">The time.</param>
internal sealed class RemedyPorts(
    IEnumerable<IClusterWriter> clusters, IEnumerable<ISilenceWriter> writers, IEnumerable<ISilenceSource> sources, LiveState live, TimeProvider clock)
{
    /// <summary>What is known of now.</summary>
    public LiveState Live => live;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>What silences are held to beside the profile.</summary>
    public SilenceLimits Limits { get; init; } = SilenceLimits.None;

    /// <summary>Which Alertmanagers share their silences.</summary>
    public AlertmanagerClusters Clusters { get; init; } = new([.. writers.Select(writer => (writer.Name, (string?)null))], live);

    /// <summary>The Alertmanagers' names.</summary>
    public ImmutableArray<string> Alertmanagers => [.. writers.Select(writer => writer.Name)];

    /// <summary>A cluster.</summary>
    /// <param name="target">A target on it.</param>
    /// <exception cref="UpstreamException">No such cluster is configured.</exception>
    public IClusterWriter Cluster(ActionTarget target) => clusters.FirstOrDefault(it => it.Name == target.Place)
        ?? throw new UpstreamException(target.Place, UpstreamFault.Missing, $"no cluster is named '{target.Place}'; configured: {Words.Some(clusters.Select(it => it.Name))}");

    /// <summary>An Alertmanager, to change.</summary>
    /// <param name="target">A target on it.</param>
    /// <exception cref="UpstreamException">No such Alertmanager is configured.</exception>
    public ISilenceWriter Alertmanager(ActionTarget target) => writers.FirstOrDefault(it => it.Name == target.Place) ?? throw NoAlertmanager(target);

    /// <summary>The members of an Alertmanager's cluster that can be changed, the target's own first.</summary>
    /// <param name="target">A target on it.</param>
    /// <exception cref="UpstreamException">No such Alertmanager is configured.</exception>
    public ImmutableArray<ISilenceWriter> Members(ActionTarget target)
    {
        var own = Alertmanager(target);
        var names = Clusters.Of(target.Place).Members;
        return [own, .. writers.Where(writer => writer != own && names.Contains(writer.Name))];
    }

    /// <summary>All silences of an Alertmanager.</summary>
    /// <param name="target">A target on it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">It does not answer, or is not configured.</exception>
    public Task<ImmutableArray<Silence>> SilencesAsync(ActionTarget target, CancellationToken cancellation) =>
        (sources.FirstOrDefault(it => it.Name == target.Place) ?? throw NoAlertmanager(target)).SilencesAsync(cancellation);

    /// <summary>All silences of one member.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">It does not answer.</exception>
    public Task<ImmutableArray<Silence>> SilencesAsync(string member, CancellationToken cancellation) => sources.First(it => it.Name == member).SilencesAsync(cancellation);

    private UpstreamException NoAlertmanager(ActionTarget target) => new(
        target.Place, UpstreamFault.Missing, $"no Alertmanager is named '{target.Place}'; configured: {Words.Some(Alertmanagers)}");
}
