using System.Collections.Immutable;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Alerts;

/// <summary>Reads the parts of an Alertmanager's configuration that say who is told. What it does not know, it leaves alone: newer versions know more.</summary>
internal sealed class RoutingReader
{
    private const int MostProblems = 20;
    private const int MostRoutes = 5_000;
    private readonly ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
    private int routes;

    private RoutingReader()
    {
    }

    public static Result<RoutingTree> Read(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var reader = new RoutingReader();
        var (root, unreadable) = YamlTree.Read(yaml);
        foreach (var (place, what) in unreadable)
        {
            reader.Refuse(place, what);
        }

        var tree = reader.problems.Count == 0 ? reader.Tree(root) : null;
        return tree is null || reader.problems.Count > 0 ? reader.problems.Take(MostProblems).ToImmutableArray() : tree;
    }

    private RoutingTree? Tree(YamlNode? root)
    {
        if (root is not YamlFields fields)
        {
            Refuse(root?.Place ?? new YamlPlace(1, 1), "is no configuration: a group of fields is due");
            return null;
        }

        if (Find(fields, "route") is not YamlFields route)
        {
            Refuse(fields.Place, "has no route: without one nobody is told");
            return null;
        }

        var above = new RouteNode(string.Empty, string.Empty, [], []);
        return new RoutingTree(
            Route(route, above, string.Empty),
            [.. Items(fields, "receivers").OfType<YamlFields>().Select(Receiver)],
            [.. Items(fields, "inhibit_rules").OfType<YamlFields>().Select(Inhibit)],
            [.. Items(fields, "time_intervals").Concat(Items(fields, "mute_time_intervals")).OfType<YamlFields>().Select(one => Text(one, "name") ?? "(no name)")]);
    }

    private RouteNode Route(YamlFields fields, RouteNode above, string place)
    {
        if (++routes > MostRoutes)
        {
            Refuse(fields.Place, $"has more than {MostRoutes} routes");
            return above;
        }

        var own = above with
        {
            Place = place,
            Receiver = Text(fields, "receiver") is { Length: > 0 } receiver ? receiver : above.Receiver,
            Matchers = Matchers(fields, "match", "match_re", "matchers"),
            Continues = Text(fields, "continue") == "true",
            GroupBy = Find(fields, "group_by") is YamlList by ? Texts(by) : above.GroupBy,
            GroupWait = Text(fields, "group_wait") ?? above.GroupWait,
            GroupInterval = Text(fields, "group_interval") ?? above.GroupInterval,
            RepeatInterval = Text(fields, "repeat_interval") ?? above.RepeatInterval,

            // These are a route's own: what is below it is not muted with it.
            Mute = Find(fields, "mute_time_intervals") is YamlList mute ? Texts(mute) : [],
            Active = Find(fields, "active_time_intervals") is YamlList active ? Texts(active) : [],
            Routes = [],
        };
        if (own.Receiver.Length == 0)
        {
            Refuse(fields.Place, "the route at the top names no receiver");
        }

        var below = Items(fields, "routes").OfType<YamlFields>().ToList();
        return own with { Routes = [.. below.Select((route, index) => Route(route, own, place.Length == 0 ? $"{index}" : $"{place}.{index}"))] };
    }

    private static RoutingReceiver Receiver(YamlFields fields) => new(
        Text(fields, "name") ?? "(no name)",
        [.. fields.Entries.Where(entry => entry.Name.EndsWith("_configs", StringComparison.Ordinal) && entry.Value is YamlList { Items.IsEmpty: false })
            .Select(entry => (entry.Name[..^"_configs".Length], ((YamlList)entry.Value).Items.Length))]);

    private InhibitRule Inhibit(YamlFields fields) => new(
        Matchers(fields, "source_match", "source_match_re", "source_matchers"), Matchers(fields, "target_match", "target_match_re", "target_matchers"),
        Find(fields, "equal") is YamlList equal ? Texts(equal) : []);

    /// <summary>All matchers of a route or of a side of an inhibition, in the old forms and the new one.</summary>
    private ImmutableArray<Matcher> Matchers(YamlFields fields, string equal, string regex, string matchers) =>
    [
        .. Old(fields, equal, MatchKind.Equal), .. Old(fields, regex, MatchKind.Regex),
        .. Items(fields, matchers).OfType<YamlScalar>().SelectMany(item => LabelText.Split(item.Text).Select(text => (item.Place, text)))
            .Select(one => Taken(one.Place, Matcher.Parse(one.text))).OfType<Matcher>(),
    ];

    private IEnumerable<Matcher> Old(YamlFields fields, string name, MatchKind kind) => Find(fields, name) is not YamlFields pairs ? []
        : pairs.Entries.Where(pair => pair.Value is YamlScalar)
            .Select(pair => Taken(pair.Place, Matcher.Create(pair.Name, kind, ((YamlScalar)pair.Value).Text))).OfType<Matcher>();

    private Matcher? Taken(YamlPlace place, Result<Matcher> matcher)
    {
        if (matcher.IsOk)
        {
            return matcher.Value;
        }

        Refuse(place, $"this matcher can't be read: {matcher.Problems[0].What}");
        return null;
    }

    private static YamlNode? Find(YamlFields fields, string name) => fields.Entries.FirstOrDefault(entry => entry.Name == name)?.Value;

    private static string? Text(YamlFields fields, string name) => Find(fields, name) is YamlScalar { IsEmpty: false } scalar ? scalar.Text : null;

    private static ImmutableArray<string> Texts(YamlList list) => [.. list.Items.OfType<YamlScalar>().Select(item => item.Text)];

    private static ImmutableArray<YamlNode> Items(YamlFields fields, string name) => Find(fields, name) is YamlList list ? list.Items : [];

    private void Refuse(YamlPlace place, string what) => problems.Add(new Problem($"line {place.Line}", what));
}
