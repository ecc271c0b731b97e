using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Alerts that share the first label of the grouping, usually the system.</summary>
/// <param name="SystemId">The system that claims them; null when none does, or when sections are made by another label.</param>
/// <param name="Title">For people.</param>
/// <param name="Groups">Its groups, in the order a person should look at them.</param>
public sealed record AlertSection(string? SystemId, string Title, ImmutableArray<AlertGroup> Groups)
{
    /// <summary>Its alerts by kind.</summary>
    public AlertCounts Counts { get; } = AlertCounts.Of(Groups.SelectMany(group => group.Alerts));
}

/// <summary>Alerts that share all labels of the grouping.</summary>
/// <param name="Key">Stable from one reading to the next, unlike any other group's.</param>
/// <param name="Name">The labels' values, usually the alert's name.</param>
/// <param name="Alerts">At least one; firing first, worst first, newest first.</param>
public sealed record AlertGroup(string Key, string Name, ImmutableArray<Alert> Alerts)
{
    /// <summary>Its alerts by kind.</summary>
    public AlertCounts Counts { get; } = AlertCounts.Of(Alerts);

    /// <summary>The worst severity of those a person should look at first: firing, else held back, else pending.</summary>
    public Severity Worst => Alerts[0].Severity;

    /// <summary>Since when the youngest is there.</summary>
    public DateTimeOffset Newest { get; } = Alerts.Max(alert => alert.StartsAt);

    /// <summary>Since when the oldest is there.</summary>
    public DateTimeOffset Oldest { get; } = Alerts.Min(alert => alert.StartsAt);

    /// <summary>One sentence for all: the one they share, else the one of the worst, said to be that.</summary>
    public string Says { get; } = Alerts.All(alert => alert.Says == Alerts[0].Says) ? Alerts[0].Says : $"Worst: {Alerts[0].Says}";
}

/// <summary>Puts alerts in sections and groups.</summary>
public static class AlertGroups
{
    /// <summary>The labels to group by when nobody asks for others.</summary>
    public static ImmutableArray<string> Usual { get; } = ["system", "alertname"];

    /// <summary>Groups alerts.</summary>
    /// <param name="alerts">The alerts, usually filtered.</param>
    /// <param name="by">The first label makes the sections (<c>system</c> means the system that claims the alert), the others the groups.</param>
    /// <param name="catalog">Tells the systems' titles.</param>
    /// <returns>Sections and groups, those that need a person first; ties by name, so that the order is stable.</returns>
    public static ImmutableArray<AlertSection> Of(ImmutableArray<Alert> alerts, ImmutableArray<string> by, SystemCatalog catalog)
    {
        var sectionLabel = by.IsEmpty ? Usual[0] : by[0];
        var groupLabels = by.Length > 1 ? by[1..] : [Usual[1]];
        var sections = new Dictionary<string, Dictionary<string, List<Alert>>>(StringComparer.Ordinal);
        foreach (var alert in alerts)
        {
            var groups = Take(sections, ValueOf(alert, sectionLabel), static () => new Dictionary<string, List<Alert>>(StringComparer.Ordinal));
            Take(groups, NameOf(alert, groupLabels), static () => []).Add(alert);
        }

        return [.. sections.Select(section => Section(section.Key, sectionLabel, section.Value, catalog)).OrderBy(section => section, SectionOrder)];
    }

    private static readonly IComparer<AlertGroup> GroupOrder = Comparer<AlertGroup>.Create((one, other) =>
        First(AlertOrder.Rank(one.Alerts[0].State).CompareTo(AlertOrder.Rank(other.Alerts[0].State)), one.Worst.CompareTo(other.Worst),
            other.Newest.CompareTo(one.Newest), string.CompareOrdinal(one.Name, other.Name)));

    private static readonly IComparer<AlertSection> SectionOrder = Comparer<AlertSection>.Create((one, other) =>
        First(AlertOrder.Rank(one.Groups[0].Alerts[0].State).CompareTo(AlertOrder.Rank(other.Groups[0].Alerts[0].State)),
            one.Groups[0].Worst.CompareTo(other.Groups[0].Worst), string.CompareOrdinal(one.Title, other.Title),
            string.CompareOrdinal(one.SystemId, other.SystemId)));

    private static AlertSection Section(string value, string label, Dictionary<string, List<Alert>> groups, SystemCatalog catalog)
    {
        var made = groups.Select(group =>
        {
            PutInOrder(group.Value);
            return new AlertGroup($"{value}\u001F{group.Key}", group.Key, [.. group.Value]);
        }).Order(GroupOrder).ToImmutableArray();
        if (label != Usual[0])
        {
            return new AlertSection(null, value.Length == 0 ? $"No {label}" : value, made);
        }

        return value.Length == 0
            ? new AlertSection(null, "No system", made)
            : new AlertSection(value, catalog.Find(value)?.Profile.Title ?? value, made);
    }

    // Alerts of one name come in order from a board, unless their severities or states differ: then only is there something to sort.
    private static void PutInOrder(List<Alert> alerts)
    {
        for (var i = 1; i < alerts.Count; i++)
        {
            if (AlertOrder.FiringFirst.Compare(alerts[i - 1], alerts[i]) > 0)
            {
                alerts.Sort(AlertOrder.FiringFirst);
                return;
            }
        }
    }

    private static string ValueOf(Alert alert, string label) => label == Usual[0] ? alert.System ?? string.Empty : alert.Labels[label];

    private static string NameOf(Alert alert, ImmutableArray<string> labels)
    {
        if (labels.Length > 1)
        {
            return string.Join(" · ", labels.Select(label => NameOf(alert, [label])));
        }

        return ValueOf(alert, labels[0]) is { Length: > 0 } value ? value : $"no {labels[0]}";
    }

    private static TValue Take<TValue>(Dictionary<string, TValue> found, string key, Func<TValue> make)
    {
        if (!found.TryGetValue(key, out var value))
        {
            found[key] = value = make();
        }

        return value;
    }

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
