using System.Text.RegularExpressions;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>The profiles that ship: they load, they say what they must, and only they (and the other data) know the systems.</summary>
public sealed partial class ShippedProfilesTests
{
    private static readonly SystemCatalog Catalog = Read();

    [Fact]
    public void Every_profile_that_ships_loads()
    {
        Assert.Equal(5, Catalog.Systems.Length);
        Assert.Empty(Catalog.Faults.SelectMany(fault => fault.Problems));
    }

    [Fact]
    public void Every_system_claims_the_alerts_that_carry_its_own_id() =>
        Assert.All(Catalog.Systems, system =>
        {
            Assert.True(system.Claims(Metrics.LabelSet.Of(("system", system.Profile.Id))));
            Assert.Single(Catalog.Systems, other => other.Claims(Metrics.LabelSet.Of(("system", system.Profile.Id))));
        });

    [Fact]
    public void Every_system_answers_each_of_the_four_severities_with_a_clock() =>
        Assert.All(Catalog.Systems, system => Assert.Equal(["critical", "high", "warning", "info"], system.Profile.Severities.Select(severity => severity.Label)));

    [Fact]
    public void Every_objective_is_recorded_over_thirty_days() =>
        Assert.All(Catalog.Systems.SelectMany(system => system.Profile.Slos), objective =>
        {
            Assert.True(objective.Recorded);
            Assert.Equal(TimeSpan.FromDays(30), objective.Window);
        });

    [Fact]
    public void Every_selector_says_whose_series_it_means()
    {
        var loose =
            from system in Catalog.Systems
            from query in ProfileQueries.Of(system.Profile)
            from metric in Selectors(query.Promql)
            where !metric.Contains("job=", StringComparison.Ordinal) && !metric.Contains("namespace=", StringComparison.Ordinal)
                && !metric.StartsWith("slo:", StringComparison.Ordinal)

                // Whether Prometheus itself ran is asked of all targets.
                && !(metric is "up" && query.Field.StartsWith("slos", StringComparison.Ordinal))
            select $"{system.File} {query.Field}: {metric}";

        Assert.Empty(loose);
    }

    [Fact]
    public void The_examples_of_the_documentation_load()
    {
        var examples = Example().Matches(File.ReadAllText(Path.Combine(Repository.Folder("docs"), "profiles.md"))).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal(2, examples.Length);
        Assert.All(examples, example => Assert.Equal(string.Empty, SampleProfile.Read(example).Explanation));
    }

    [Fact]
    public void No_code_names_a_system()
    {
        var names = Catalog.Systems.SelectMany(system => new[] { system.Profile.Id, system.Profile.Id.Replace("-", string.Empty, StringComparison.Ordinal) }).Distinct().ToArray();
        var naming =
            from folder in new[] { "src/Console", "src/Console.Core" }
            from file in Directory.EnumerateFiles(Repository.Folder(folder), "*.*", SearchOption.AllDirectories)
            where Path.GetExtension(file) is ".cs" or ".razor" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            let text = File.ReadAllText(file)
            from name in names
            where Regex.IsMatch(text, $@"\b{name}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)
            select $"{Path.GetRelativePath(Repository.Root, file)} names {name}";

        Assert.Empty(naming);
    }

    private static SystemCatalog Read()
    {
        var reader = new CatalogReader(Repository.Folder("systems"));
        reader.Refresh();
        return reader.Current;
    }

    /// <summary>The metrics of an expression with their selectors.</summary>
    private static IEnumerable<string> Selectors(string promql)
    {
        // What is left after ranges, label lists, strings' contents and words of the language went: names, each with its selector.
        var bare = Grouping().Replace(Range().Replace(promql, string.Empty), string.Empty);
        return Metric().Matches(bare).Select(match => match.Value).Where(name => name is not ("and" or "or" or "bool" or "offset" or "unless"));
    }

    [GeneratedRegex(@"^```yaml\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Example();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[0-9a-z:]+\]|\boffset\s+\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<![""\w:.])[a-zA-Z_:][\w:]*(?:\{[^}]*\}|(?![\w:]*\s*[({]))", RegexOptions.CultureInvariant)]
    private static partial Regex Metric();
}
