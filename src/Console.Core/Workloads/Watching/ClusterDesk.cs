using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>
/// Where everything the clusters tell comes together. Watches call from their own threads; under one lock each change is put in its
/// place, and whoever makes boards of it reads under the same lock.
/// </summary>
/// <param name="clusters">The names of the configured clusters.</param>
internal sealed class ClusterDesk(ImmutableArray<string> clusters)
{
    private readonly Lock gate = new();
    private readonly FleetPicture picture = new(clusters);

    /// <summary>Called, outside the lock, after each change.</summary>
    public Action Changed { get; init; } = () => { };

    /// <summary>Follows these profiles from now on.</summary>
    /// <param name="catalog">The profiles.</param>
    public void Follow(SystemCatalog catalog)
    {
        lock (gate)
        {
            picture.Follow(catalog);
        }
    }

    /// <summary>A watch told something.</summary>
    /// <param name="shelf">Where it belongs.</param>
    /// <param name="change">What it told.</param>
    public void Tell<T>(Shelf<T> shelf, ClusterChange<T> change)
        where T : class, IClusterObject => Touch(shelf, () => shelf.Apply(change));

    /// <summary>A watch broke.</summary>
    /// <param name="shelf">What it filled.</param>
    /// <param name="why">Why, in a sentence.</param>
    public void Broke(Shelf shelf, string why) => Touch(shelf, () => shelf.Broke(why));

    /// <summary>Looks at the picture while nothing changes it.</summary>
    /// <param name="look">What to do; nothing of the picture may be kept.</param>
    public void Look(Action<FleetPicture> look)
    {
        lock (gate)
        {
            look(picture);
        }
    }

    private void Touch(Shelf shelf, Action touch)
    {
        bool changed;
        lock (gate)
        {
            var before = shelf.Version;
            touch();
            changed = shelf.Version != before;
        }

        if (changed)
        {
            Changed();
        }
    }
}
