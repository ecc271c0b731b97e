using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts;

/// <summary>Random matchers, put to the real amtool: each set of matchers is a route of one configuration, and amtool says which routes take an alert.</summary>
public sealed class AmtoolMatcherTests
{
    private const int Sets = 3_000;
    private const int Alerts = 60;
    private static readonly string[] Labels = ["system", "severity", "pod", "_x1"];
    private static readonly string[] Values = ["a", "b", "a.b", "axb", "x", "42", "de", "Ready", "READY", "ü", "üü", "a\\b", "\n", "a b,c", "a|b", " a", "\"x\"", "^a$", "firing", "😀"];

    [Fact]
    public async Task Thousands_of_random_sets_of_matchers_select_the_alerts_that_amtool_selects()
    {
        var sets = Any.Matchers.Generator.ArrayOf().Where(set => set.Length is > 0 and < 5).Sample(Sets, 4).ToList();
        var alerts = Alert.Sample(Alerts, 10).ToList();
        var file = Path.Combine(Directory.CreateTempSubdirectory("ops-console-test-").FullName, "alertmanager.yml");
        try
        {
            await File.WriteAllTextAsync(file, Configuration(sets), TestContext.Current.CancellationToken);
            var selected = 0;
            foreach (var labels in alerts)
            {
                var here = Enumerable.Range(0, sets.Count).Where(at => sets[at].All(matcher => matcher.Matches(labels))).ToList();
                var there = await RoutesAsync(file, labels);
                selected += here.Count;
                var different = here.Except(there).Concat(there.Except(here)).Select(at => string.Join(", ", sets[at].Select(matcher => matcher.ToString())));
                Assert.True(here.SequenceEqual(there), $"For {labels}, amtool and the console disagree on: {string.Join("; ", different.Take(5))}");
            }

            // Else the comparison would say nothing.
            Assert.InRange(selected, Sets * Alerts / 100, Sets * Alerts * 9 / 10);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static FsCheck.Gen<LabelSet> Alert => Gen.Elements(Values).Two().Two().Select(four => LabelSet.Of(
        Labels.Zip([four.Item1.Item1, four.Item1.Item2, four.Item2.Item1, four.Item2.Item2]).Where(label => label.Second != "firing").Select(label => KeyValuePair.Create(label.First, label.Second))));

    private static string Configuration(List<Matcher[]> sets)
    {
        var text = new StringBuilder("route:\n  receiver: none\n  routes:\n");
        for (var at = 0; at < sets.Count; at++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{receiver: r{at}, continue: true, matchers: [{string.Join(", ", sets[at].Select(Quoted))}]}}\n");
        }

        text.Append("receivers:\n- name: none\n");
        for (var at = 0; at < sets.Count; at++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- name: r{at}\n");
        }

        return text.ToString();
    }

    private static string Quoted(Matcher matcher) => $"'{matcher.ToString().Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task<List<int>> RoutesAsync(string file, LabelSet labels)
    {
        var start = new ProcessStartInfo("/usr/bin/amtool", ["config", "routes", "test", $"--config.file={file}", .. labels.Select(label => Matcher.Create(label.Key, MatchKind.Equal, label.Value).Value.ToString())])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var amtool = Process.Start(start)!;
        var said = await Task.WhenAll(amtool.StandardOutput.ReadToEndAsync(), amtool.StandardError.ReadToEndAsync());
        await amtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(amtool.ExitCode == 0, said[1]);
        return [.. said[0].Trim().Split(',').Where(name => name != "none").Select(name => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture))];
    }
}
