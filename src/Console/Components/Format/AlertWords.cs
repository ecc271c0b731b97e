using OpsConsole.Alerts;

namespace OpsConsole.Components.Format;

/// <summary>How many alerts do what, in words.</summary>
internal static class AlertWords
{
    /// <summary>All kinds that there are: <c>3 firing, 1 silenced</c>.</summary>
    public static string Counts(AlertCounts counts) => string.Join(", ", new[]
    {
        (counts.Firing, "firing"), (counts.Pending, "pending"), (counts.Silenced, "silenced"), (counts.Inhibited, "inhibited"),
    }.Where(count => count.Item1 > 0).Select(count => $"{count.Item1} {count.Item2}"));

    /// <summary>What a group does; nothing where all of it fires.</summary>
    public static string State(AlertGroup group) => group.Counts switch
    {
        { Total: var all, Firing: var firing } when firing == all => string.Empty,
        { Pending: var pending, Total: var all } when pending == all => "pending",
        { Silenced: var silenced, Total: var all } when silenced == all => "silenced",
        { Inhibited: var inhibited, Total: var all } when inhibited == all => "held back by another",
        var counts => Counts(counts),
    };
}
