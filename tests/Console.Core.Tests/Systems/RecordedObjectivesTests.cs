using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OpsConsole.Systems;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>An objective that says it is recorded is recorded by the rules of monitoring/, with the very expressions of its profile.</summary>
public sealed partial class RecordedObjectivesTests
{
    [Fact]
    public void The_rules_record_what_the_profiles_say()
    {
        var reader = new CatalogReader(Repository.Folder("systems"));
        reader.Refresh();
        var promised =
            from system in reader.Current.Systems
            from objective in system.Profile.Slos
            where objective.Recorded
            from one in new[] { ("slo:bad:rate5m", objective.Bad!), ("slo:total:rate5m", objective.Total) }
            select $"{one.Item1} {system.Profile.Id} {objective.Name}: {Plain(one.Item2)}";

        Assert.Equal(promised.Order(StringComparer.Ordinal), Recorded().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Recorded()
    {
        var (root, problems) = YamlTree.Read(File.ReadAllText(Path.Combine(Repository.Folder("monitoring"), "rules", "slo-recording.yml")));
        Assert.Empty(problems);
        return
            from rule in Items(Field(root!, "groups")).SelectMany(rules => Items(Field(rules, "rules")))
            let labels = Field(rule, "labels")
            select $"{Text(rule, "record")} {Text(labels, "system")} {Text(labels, "slo")}: {Plain(Text(rule, "expr"))}";
    }

    private static string Plain(string promql) =>
        Space().Replace(promql.Replace("$window", "5m", StringComparison.Ordinal), " ").Trim();

    private static YamlNode Field(YamlNode node, string name) => Assert.IsType<YamlFields>(node).Entries.Single(entry => entry.Name == name).Value;

    private static ImmutableArray<YamlNode> Items(YamlNode node) => Assert.IsType<YamlList>(node).Items;

    private static string Text(YamlNode node, string name) => Assert.IsType<YamlScalar>(Field(node, name)).Text;

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();
}
