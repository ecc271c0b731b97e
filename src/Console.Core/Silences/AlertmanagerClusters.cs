using System.Collections.Immutable;
using OpsConsole.Live;
using OpsConsole.Sources;

namespace OpsConsole.Silences;

/// <summary>Alertmanagers that share their silences: one that is written to one of them is soon known to all.</summary>
/// <param name="Name">The configured name, or the members' names.</param>
/// <param name="Members">The members, by their names in the configuration.</param>
public sealed record AlertmanagerCluster(string Name, ImmutableArray<string> Members);

/// <summary>
/// Which Alertmanagers belong together: those for which the configuration names the same cluster, and else those that name each other in their own
/// status. One that names nobody stands alone.
/// </summary>
/// <param name="configured">The Alertmanagers with their configured clusters; null where none is named.</param>
/// <param name="live">What they say of themselves, and whether they answer.</param>
public sealed class AlertmanagerClusters(ImmutableArray<(string Name, string? Cluster)> configured, LiveState live)
{
    /// <summary>All of them, in the order of the configuration.</summary>
    public ImmutableArray<AlertmanagerCluster> All => Group(configured, live.Sources.Current.Value?.Alertmanagers ?? []);

    /// <summary>The cluster of a member; one of its own for a name that nobody configured.</summary>
    /// <param name="member">The member.</param>
    public AlertmanagerCluster Of(string member) => All.FirstOrDefault(cluster => cluster.Members.Contains(member)) ?? new(member, [member]);

    /// <summary>Whether a member answered when it was last asked.</summary>
    /// <param name="member">The member.</param>
    public bool Answers(string member) => Status(member)?.Reachable is not false;

    /// <summary>A member's clock minus ours; null when nobody knows.</summary>
    /// <param name="member">The member.</param>
    public TimeSpan? ClockAhead(string member) => Status(member)?.ClockAhead;

    /// <summary>The member to write to: the one that is asked for, or another of its cluster while that one does not answer.</summary>
    /// <param name="member">The member that is asked for.</param>
    public string ToWriteTo(string member) => Answers(member) ? member : Of(member).Members.FirstOrDefault(Answers) ?? member;

    /// <summary>Groups them.</summary>
    /// <param name="configured">The Alertmanagers with their configured clusters.</param>
    /// <param name="statuses">What they last said of themselves.</param>
    public static ImmutableArray<AlertmanagerCluster> Group(
        ImmutableArray<(string Name, string? Cluster)> configured, IReadOnlyCollection<AlertmanagerStatus> statuses)
    {
        var groups = new List<Gathering>();
        foreach (var (name, cluster) in configured)
        {
            var peers = cluster is not null ? [] : statuses.FirstOrDefault(status => status.Source == name)?.Peers.Select(NameOf).ToHashSet(StringComparer.Ordinal) ?? [];
            var mine = new Gathering([name], peers, cluster);
            foreach (var same in groups.FindAll(mine.IsWith))
            {
                groups.Remove(same);
                mine = new([.. same.Members, .. mine.Members], [.. same.Peers, .. mine.Peers], cluster);
            }

            groups.Add(mine);
        }

        var order = configured.Select(one => one.Name).ToList();
        return
        [
            .. groups.Select(group => (group.Cluster, Members: group.Members.OrderBy(order.IndexOf).ToImmutableArray())).OrderBy(group => order.IndexOf(group.Members[0]))
                .Select(group => new AlertmanagerCluster(group.Cluster ?? string.Join(" and ", group.Members), group.Members)),
        ];
    }

    // Alertmanager names a peer by an id of its own; the address behind it may look another from each side.
    private static string NameOf(string peer) => peer.Split(' ', 2)[0];

    private SourceStatus? Status(string member) =>
        live.Sources.Current.Value?.Sources.FirstOrDefault(source => source.Kind is SourceKind.Alertmanager && source.Name == member);

    private sealed record Gathering(List<string> Members, HashSet<string> Peers, string? Cluster)
    {
        public bool IsWith(Gathering other) => Cluster is not null || other.Cluster is not null ? Cluster == other.Cluster : Peers.Overlaps(other.Peers);
    }
}
