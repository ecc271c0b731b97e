using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>Lays the pods of all namespaces out by system. What was made of an unchanged pod is the same object as before.</summary>
internal sealed class PodComposer
{
    private PodBoard board = new([]);
    private (long, long) stamp = (-1, -1);

    /// <summary>The board, and whether it differs from the last.</summary>
    /// <param name="picture">What the clusters told.</param>
    public (PodBoard Board, bool Changed) Compose(FleetPicture picture)
    {
        foreach (var one in picture.Namespaces)
        {
            one.PodsOf.Settle();
        }

        var seen = picture.Stamp(one => one.PodsOf.Version + one.Pods.Version);
        if (seen == stamp)
        {
            return (board, false);
        }

        stamp = seen;
        var pods = ImmutableArray.CreateBuilder<PodStatus>();
        var problems = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var system in picture.Systems)
        {
            foreach (var one in picture.Of(system))
            {
                pods.AddRange(one.PodsOf.Of(system.Id));
            }

            if (picture.Blindness(system, one => one.Pods) is { } why)
            {
                problems[system.Id] = why;
            }
        }

        board = new PodBoard(pods.ToImmutable()) { Problems = problems.ToImmutable() };
        return (board, true);
    }
}
