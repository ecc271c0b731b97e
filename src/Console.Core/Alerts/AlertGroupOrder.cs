namespace OpsConsole.Alerts;

/// <summary>The order of sections, groups and alerts. Ties are broken by name, so that two readings of the same alerts look the same.</summary>
/// <param name="sort">What comes first.</param>
/// <param name="acknowledged">Who has which alert.</param>
internal sealed class AlertGroupOrder(AlertSort sort, AckBoard acknowledged)
{
    private readonly IComparer<Alert> alerts = sort switch
    {
        AlertSort.Newest => AlertOrder.NewestFirst,
        AlertSort.Oldest => AlertOrder.OldestFirst,
        AlertSort.Acknowledged => Comparer<Alert>.Create((one, other) => First(HadAt(acknowledged, one).CompareTo(HadAt(acknowledged, other)), AlertOrder.OldestFirst.Compare(one, other))),
        _ => AlertOrder.FiringFirst,
    };

    /// <summary>The order of groups.</summary>
    public IComparer<AlertGroup> Groups { get; } = Comparer<AlertGroup>.Create((one, other) => First(Judge(sort, acknowledged, one, other), string.CompareOrdinal(one.Name, other.Name), string.CompareOrdinal(one.Key, other.Key)));

    /// <summary>The order of sections, by their first groups; the groups are in order already.</summary>
    public IComparer<AlertSection> Sections { get; } = Comparer<AlertSection>.Create((one, other) =>
        First(JudgeSections(sort, acknowledged, one.Groups[0], other.Groups[0]), string.CompareOrdinal(one.Title, other.Title), string.CompareOrdinal(one.Value, other.Value)));

    /// <summary>The one of a group that a person should look at first.</summary>
    public static Alert LeadOf(IReadOnlyList<Alert> alerts)
    {
        var lead = alerts[0];
        for (var i = 1; i < alerts.Count; i++)
        {
            lead = AlertOrder.FiringFirst.Compare(alerts[i], lead) < 0 ? alerts[i] : lead;
        }

        return lead;
    }

    /// <summary>Puts the alerts of a group in order. Those of one name come in order from a board, unless their severities or states differ: then only is there something to sort.</summary>
    public void PutInOrder(List<Alert> group)
    {
        for (var i = 1; i < group.Count; i++)
        {
            if (alerts.Compare(group[i - 1], group[i]) > 0)
            {
                group.Sort(alerts);
                return;
            }
        }
    }

    private static int Judge(AlertSort sort, AckBoard acknowledged, AlertGroup one, AlertGroup other) => sort switch
    {
        AlertSort.Newest => other.Newest.CompareTo(one.Newest),
        AlertSort.Oldest => one.Oldest.CompareTo(other.Oldest),
        AlertSort.Name => 0,

        // The alerts of a group are in order by then: its first is the one that was forgotten the longest.
        AlertSort.Acknowledged => First(HadAt(acknowledged, one.Alerts[0]).CompareTo(HadAt(acknowledged, other.Alerts[0])), one.Oldest.CompareTo(other.Oldest)),
        _ => First(AlertOrder.Rank(one.Lead.State).CompareTo(AlertOrder.Rank(other.Lead.State)), one.Worst.CompareTo(other.Worst), other.Newest.CompareTo(one.Newest)),
    };

    // Among the worst, sections do not jump about whenever one has news: their names decide.
    private static int JudgeSections(AlertSort sort, AckBoard acknowledged, AlertGroup one, AlertGroup other) => sort is AlertSort.Worst
        ? First(AlertOrder.Rank(one.Lead.State).CompareTo(AlertOrder.Rank(other.Lead.State)), one.Worst.CompareTo(other.Worst))
        : Judge(sort, acknowledged, one, other);

    private static DateTimeOffset HadAt(AckBoard acknowledged, Alert alert) => acknowledged.Of(alert)?.At ?? DateTimeOffset.MaxValue;

    private static int First(params ReadOnlySpan<int> orders)
    {
        foreach (var order in orders)
        {
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
