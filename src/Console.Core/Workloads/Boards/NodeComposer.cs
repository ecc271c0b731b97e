namespace OpsConsole.Workloads;

/// <summary>Lays the nodes out by cluster.</summary>
internal sealed class NodeComposer
{
    private NodeBoard board = new([]);
    private (long, long) stamp = (-1, -1);

    /// <summary>The board, and whether it differs from the last.</summary>
    /// <param name="picture">What the clusters told.</param>
    public (NodeBoard Board, bool Changed) Compose(FleetPicture picture)
    {
        var seen = (picture.Generation, picture.Nodes.Values.Sum(nodes => nodes.Version));
        if (seen == stamp)
        {
            return (board, false);
        }

        stamp = seen;
        board = new NodeBoard([.. picture.Nodes.Select(it => new ClusterNodes(it.Key, [.. it.Value.Objects], it.Value.Blindness))]);
        return (board, true);
    }
}
