namespace OpsConsole.Alerts;

/// <summary>The orders in which alerts are shown. All are total, so that two readings of the same alerts look the same.</summary>
public static class AlertOrder
{
    /// <summary>Worst first, then what needs a person before what is held back or pending, then newest, then by name.</summary>
    public static IComparer<Alert> WorstFirst { get; } = Comparer<Alert>.Create((one, other) =>
        Chain(one.Severity.CompareTo(other.Severity), Rank(one.State).CompareTo(Rank(other.State)), one, other));

    /// <summary>Firing first, then held back, then pending; within that worst first, then newest, then by name.</summary>
    public static IComparer<Alert> FiringFirst { get; } = Comparer<Alert>.Create((one, other) =>
        Chain(Rank(one.State).CompareTo(Rank(other.State)), one.Severity.CompareTo(other.Severity), one, other));

    /// <summary>Newest first, then worst, then by name.</summary>
    public static IComparer<Alert> NewestFirst { get; } = Comparer<Alert>.Create((one, other) => other.StartsAt.CompareTo(one.StartsAt) is not 0 and var order ? order : WorstFirst!.Compare(one, other));

    /// <summary>Oldest first, then worst, then by name.</summary>
    public static IComparer<Alert> OldestFirst { get; } = Comparer<Alert>.Create((one, other) => one.StartsAt.CompareTo(other.StartsAt) is not 0 and var order ? order : WorstFirst!.Compare(one, other));

    /// <summary>0 for what fires and nothing holds back, 1 for what is held back, 2 for what does not fire yet.</summary>
    internal static int Rank(AlertState state) => state switch { AlertState.Firing => 0, AlertState.Pending => 2, _ => 1 };

    private static int Chain(int first, int second, Alert one, Alert other)
    {
        if (first != 0 || second != 0)
        {
            return first != 0 ? first : second;
        }

        var newest = other.StartsAt.CompareTo(one.StartsAt);
        var byName = newest != 0 ? newest : string.CompareOrdinal(one.Name, other.Name);
        return byName != 0 ? byName : string.CompareOrdinal(one.Fingerprint, other.Fingerprint);
    }
}
