using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>Whether a group of watches can be believed.</summary>
internal enum Sight
{
    /// <summary>At least one tells, or there is nothing to watch.</summary>
    Clear,

    /// <summary>None has told anything yet, and none has failed.</summary>
    Waiting,

    /// <summary>None tells, and at least one says why.</summary>
    Blind,
}

/// <summary>All that the console keeps of the clusters: what the present profiles need, and no more.</summary>
/// <param name="configured">The names of the configured clusters.</param>
internal sealed class FleetPicture(ImmutableArray<string> configured)
{
    private readonly Dictionary<(string Cluster, string Namespace), NamespacePicture> namespaces = [];
    private readonly SortedDictionary<string, Shelf<Node>> nodes = new(StringComparer.Ordinal);

    /// <summary>The systems, in the catalog's order.</summary>
    public ImmutableArray<SystemProfile> Systems { get; private set; } = [];

    /// <summary>Grows whenever the systems or what is kept for them change.</summary>
    public long Generation { get; private set; }

    /// <summary>The namespaces that are kept.</summary>
    public IReadOnlyCollection<NamespacePicture> Namespaces => namespaces.Values;

    /// <summary>The nodes, by cluster.</summary>
    public IReadOnlyDictionary<string, Shelf<Node>> Nodes => nodes;

    /// <summary>Follows these profiles from now on. What other profiles still need is kept.</summary>
    /// <param name="catalog">The profiles.</param>
    public void Follow(SystemCatalog catalog)
    {
        Generation++;
        Systems = [.. catalog.Systems.Select(system => system.Profile)];
        var wanted = Systems.Where(IsSeen).SelectMany(system => NamesOf(system).Select(name => (system.Cluster!, name))).ToHashSet();
        foreach (var place in namespaces.Keys.Where(place => !wanted.Contains(place)).ToArray())
        {
            namespaces.Remove(place);
        }

        foreach (var (cluster, name) in wanted.Where(place => !namespaces.ContainsKey(place)))
        {
            namespaces[(cluster, name)] = new NamespacePicture(cluster, name);
        }

        foreach (var picture in namespaces.Values)
        {
            picture.PodsOf.Share([.. Systems.Where(system => system.Cluster == picture.Cluster && NamesOf(system).Contains(picture.Name))]);
        }

        FollowNodes();
    }

    /// <summary>A system's namespaces, by name; none when its cluster is not configured.</summary>
    /// <param name="system">The system.</param>
    public IEnumerable<NamespacePicture> Of(SystemProfile system) => IsSeen(system)
        ? NamesOf(system).Select(name => namespaces.GetValueOrDefault((system.Cluster!, name))).OfType<NamespacePicture>()
        : [];

    /// <summary>One namespace of a system; null when it is not kept.</summary>
    /// <param name="system">The system.</param>
    /// <param name="namespace">The namespace.</param>
    public NamespacePicture? Find(SystemProfile system, string @namespace) =>
        IsSeen(system) ? namespaces.GetValueOrDefault((system.Cluster!, @namespace)) : null;

    /// <summary>Why a system's cluster can't be looked at at all; null when it can, or the system has none.</summary>
    /// <param name="system">The system.</param>
    public string? NoCluster(SystemProfile system) => system.Cluster is null || IsSeen(system) ? null
        : $"no cluster is named '{system.Cluster}'; configured: {(configured.IsEmpty ? "none" : string.Join(", ", configured))}";

    /// <summary>Why some of a system is not known now: its cluster is not configured, or watches are broken; null when all is known.</summary>
    /// <param name="system">The system.</param>
    /// <param name="of">The shelf that matters.</param>
    public string? Blindness(SystemProfile system, Func<NamespacePicture, Shelf> of) => NoCluster(system)
        ?? Of(system).Select(picture => of(picture).Blindness is { } why ? $"{picture.Name}: {why}" : null).FirstOrDefault(why => why is not null);

    /// <summary>A number that changes whenever one of these shelves does.</summary>
    /// <param name="of">The versions that matter.</param>
    public (long Generation, long Versions) Stamp(Func<NamespacePicture, long> of) => (Generation, namespaces.Values.Sum(of));

    /// <summary>Whether these shelves can be believed, and if not why.</summary>
    /// <param name="shelves">The shelves.</param>
    public static (Sight Sight, string? Why) Look(IEnumerable<Shelf> shelves)
    {
        var all = shelves.ToArray();
        return all.Length == 0 || Array.Exists(all, shelf => shelf.IsLive) ? (Sight.Clear, null)
            : all.Select(shelf => shelf.Problem).FirstOrDefault(problem => problem is not null) is { } why ? (Sight.Blind, why)
            : (Sight.Waiting, null);
    }

    private static SortedSet<string> NamesOf(SystemProfile system) => new(
        system.Namespaces.Concat(system.Workloads.Select(workload => workload.Namespace)).Where(name => name.Length > 0), StringComparer.Ordinal);

    private bool IsSeen(SystemProfile system) => system.Cluster is { } cluster && configured.Contains(cluster);

    private void FollowNodes()
    {
        var wanted = Systems.Where(IsSeen).Select(system => system.Cluster!).ToHashSet(StringComparer.Ordinal);
        foreach (var cluster in nodes.Keys.Where(cluster => !wanted.Contains(cluster)).ToArray())
        {
            nodes.Remove(cluster);
        }

        foreach (var cluster in wanted.Where(cluster => !nodes.ContainsKey(cluster)))
        {
            nodes[cluster] = new Shelf<Node>();
        }
    }
}
