using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Alerts that share the first label of the grouping, usually the system.</summary>
/// <param name="SystemId">The system that claims them; null when none does, or when sections are made by another label.</param>
/// <param name="Title">For people.</param>
/// <param name="Groups">Its groups, in the order a person should look at them.</param>
public sealed record AlertSection(string? SystemId, string Title, ImmutableArray<AlertGroup> Groups)
{
    /// <summary>The label's value; empty for those that carry none. Unlike any other section's.</summary>
    public string Value { get; init; } = SystemId ?? string.Empty;

    /// <summary>Its alerts by kind.</summary>
    public AlertCounts Counts { get; } = AlertCounts.Of(Groups.SelectMany(group => group.Alerts));
}

/// <summary>Alerts that share all labels of the grouping.</summary>
/// <param name="Key">Stable from one reading to the next, unlike any other group's.</param>
/// <param name="Name">The labels' values, usually the alert's name.</param>
/// <param name="Alerts">At least one, in the order of the board.</param>
public sealed record AlertGroup(string Key, string Name, ImmutableArray<Alert> Alerts)
{
    /// <summary>The one a person should look at first: firing before held back before pending, then the worst, then the newest.</summary>
    public Alert Lead { get; } = AlertGroupOrder.LeadOf(Alerts);

    /// <summary>Its alerts by kind.</summary>
    public AlertCounts Counts { get; } = AlertCounts.Of(Alerts);

    /// <summary>The worst severity of those a person should look at first: firing, else held back, else pending.</summary>
    public Severity Worst => Lead.Severity;

    /// <summary>Since when the youngest is there.</summary>
    public DateTimeOffset Newest { get; } = Alerts.Max(alert => alert.StartsAt);

    /// <summary>Since when the oldest is there.</summary>
    public DateTimeOffset Oldest { get; } = Alerts.Min(alert => alert.StartsAt);

    /// <summary>One sentence for all: the one they share, else the one of the worst, said to be that.</summary>
    public string Says { get; } = Alerts.All(alert => alert.Says == Alerts[0].Says) ? Alerts[0].Says : $"Worst: {AlertGroupOrder.LeadOf(Alerts).Says}";
}

/// <summary>Puts alerts in sections and groups.</summary>
public static class AlertGroups
{
    // Stands in no label that a person reads, and between the values of a key.
    private const char Between = '\u001F';

    /// <summary>The labels to group by when nobody asks for others.</summary>
    public static ImmutableArray<string> Usual { get; } = ["system", "alertname"];

    /// <summary>Groups alerts, the worst first.</summary>
    /// <param name="alerts">The alerts, usually filtered.</param>
    /// <param name="by">The first label makes the sections (<c>system</c> means the system that claims the alert), the others the groups.</param>
    /// <param name="catalog">Tells the systems' titles.</param>
    /// <returns>Sections and groups, those that need a person first; ties by name, so that the order is stable.</returns>
    public static ImmutableArray<AlertSection> Of(ImmutableArray<Alert> alerts, ImmutableArray<string> by, SystemCatalog catalog) =>
        Of(alerts, by, catalog, AlertSort.Worst);

    /// <summary>Groups alerts.</summary>
    /// <param name="alerts">The alerts, usually filtered.</param>
    /// <param name="by">The first label makes the sections (<c>system</c> means the system that claims the alert), the others the groups.</param>
    /// <param name="catalog">Tells the systems' titles.</param>
    /// <param name="sort">What comes first: of the sections, of the groups in them, and of the alerts in those.</param>
    /// <param name="acknowledged">Who has which alert; null: nobody has any.</param>
    public static ImmutableArray<AlertSection> Of(ImmutableArray<Alert> alerts, ImmutableArray<string> by, SystemCatalog catalog, AlertSort sort, AckBoard? acknowledged = null)
    {
        var sectionLabel = by.IsEmpty ? Usual[0] : by[0];
        var groupLabels = by.Length > 1 ? by[1..] : [sectionLabel == Usual[1] ? Usual[0] : Usual[1]];
        var sections = new Dictionary<string, Dictionary<string, List<Alert>>>(StringComparer.Ordinal);
        foreach (var alert in alerts)
        {
            var groups = Take(sections, ValueOf(alert, sectionLabel), static () => new Dictionary<string, List<Alert>>(StringComparer.Ordinal));
            Take(groups, KeyOf(alert, groupLabels), static () => []).Add(alert);
        }

        var order = new AlertGroupOrder(sort, acknowledged ?? AckBoard.Empty);
        return [.. sections.Select(section => Section(section.Key, (sectionLabel, groupLabels), section.Value, catalog, order)).OrderBy(section => section, order.Sections)];
    }

    /// <summary>What an alert carries of a label; of <c>system</c>, which system claims it.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="label">The label.</param>
    /// <returns>The value; empty when it carries none.</returns>
    public static string ValueOf(Alert alert, string label)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return label == Usual[0] ? alert.System ?? string.Empty : alert.Labels[label];
    }

    /// <summary>What a value is called: a system's title, else the value, else that there is none.</summary>
    /// <param name="label">The label.</param>
    /// <param name="value">Its value.</param>
    /// <param name="catalog">Tells the systems' titles.</param>
    public static string TitleOf(string label, string value, SystemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return value.Length == 0 ? $"No {label}" : label == Usual[0] ? catalog.Find(value)?.Profile.Title ?? value : value;
    }

    private static AlertSection Section(
        string value, (string Section, ImmutableArray<string> Groups) labels, Dictionary<string, List<Alert>> groups, SystemCatalog catalog, AlertGroupOrder order)
    {
        var made = groups.Select(group =>
        {
            order.PutInOrder(group.Value);
            return new AlertGroup($"{value}{Between}{group.Key}", NameOf(group.Value[0], labels.Groups), [.. group.Value]);
        }).Order(order.Groups).ToImmutableArray();
        var system = labels.Section == Usual[0] && value.Length > 0 ? value : null;
        return new AlertSection(system, TitleOf(labels.Section, value, catalog), made) { Value = value };
    }

    private static string KeyOf(Alert alert, ImmutableArray<string> labels) =>
        labels.Length == 1 ? ValueOf(alert, labels[0]) : string.Join(Between, labels.Select(label => ValueOf(alert, label)));

    private static string NameOf(Alert alert, ImmutableArray<string> labels) => labels.Length > 1
        ? string.Join(" · ", labels.Select(label => NameOf(alert, [label])))
        : ValueOf(alert, labels[0]) is { Length: > 0 } value ? value : $"no {labels[0]}";

    private static TValue Take<TValue>(Dictionary<string, TValue> found, string key, Func<TValue> make)
    {
        if (!found.TryGetValue(key, out var value))
        {
            found[key] = value = make();
        }

        return value;
    }
}
