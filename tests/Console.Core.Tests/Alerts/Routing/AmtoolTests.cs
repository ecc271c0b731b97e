using System.Diagnostics;
using System.Text;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts.Routing;

/// <summary>Random trees and labels, put to the real amtool: it must be told the same receivers in the same order.</summary>
public sealed class AmtoolTests
{
    private const int Trees = 16;
    private const int AlertsOfATree = 25;
    private static readonly string[] Names = ["alertname", "severity", "team", "pod"];
    private static readonly string[] Values = ["a", "b", "ab", "c1"];
    private static readonly string[] Expressions = ["a|b", "a.*", ".+", ".*", "[bc].?", "", "(?i)A"];

    [Theory]
    [InlineData(20261130)]
    [InlineData(4711)]
    public async Task Random_alerts_go_through_random_trees_as_amtool_says(int seed)
    {
        using var folder = new TempFolder();
        var random = new Random(seed);
        var (script, expected) = (new StringBuilder("set -e\n"), new List<string>());
        for (var tree = 0; tree < Trees; tree++)
        {
            var yaml = NewTree(random);
            await File.WriteAllTextAsync(Path.Combine(folder.Path, $"{tree}.yml"), yaml, TestContext.Current.CancellationToken);
            var read = RoutingTree.Read(yaml);
            Assert.True(read.IsOk, $"{read.Explanation}\n{yaml}");
            for (var alert = 0; alert < AlertsOfATree; alert++)
            {
                var labels = NewLabels(random);
                script.Append("amtool config routes test --config.file=").Append(tree).Append(".yml ").AppendJoin(' ', labels.Select(label => $"{label.Key}={label.Value}")).Append('\n');
                expected.Add($"{tree} {labels}: {string.Join(',', read.Value.Root.Taking(labels).Select(route => route.Receiver))}");
            }
        }

        var told = await RunAsync(folder.Path, script.ToString());

        Assert.Equal(expected.Count, told.Length);
        Assert.Equal(expected, expected.Zip(told, (ours, theirs) => $"{ours[..(ours.LastIndexOf(": ", StringComparison.Ordinal) + 2)]}{theirs}"));
    }

    private static string NewTree(Random random)
    {
        var text = new StringBuilder("route:\n  receiver: r0\n");
        Routes(random, text, 1, "  ");
        return text.Append("receivers:\n").AppendJoin('\n', Enumerable.Range(0, 8).Select(number => $"- name: r{number}")).Append('\n').ToString();
    }

    private static void Routes(Random random, StringBuilder text, int depth, string indent)
    {
        var count = depth == 1 ? random.Next(1, 5) : random.Next(0, 4);
        if (count == 0 || depth > 4)
        {
            return;
        }

        text.Append(indent).Append("routes:\n");
        for (var i = 0; i < count; i++)
        {
            text.Append(indent).Append("- ").Append(random.Next(4) == 0 ? "group_wait: 1s" : $"receiver: r{random.Next(8)}").Append('\n');
            var inner = $"{indent}  ";
            _ = random.Next(3) == 0 ? text.Append(inner).Append("continue: true\n") : text;
            Matchers(random, text, inner);
            Routes(random, text, depth + 1, inner);
        }
    }

    private static void Matchers(Random random, StringBuilder text, string indent)
    {
        if (random.Next(4) == 0)
        {
            text.Append(indent).Append("match: {").Append(One(random, Names)).Append(": ").Append(One(random, Values)).Append("}\n");
        }

        if (random.Next(5) == 0)
        {
            text.Append(indent).Append("match_re: {").Append(One(random, Names)).Append(": '").Append(One(random, Expressions)).Append("'}\n");
        }

        if (random.Next(3) > 0)
        {
            var all = Enumerable.Range(0, random.Next(1, 3)).Select(_ => random.Next(2) == 0
                ? $"{One(random, Names)}{One(random, ["=", "!="])}\"{One(random, [.. Values, ""])}\""
                : $"{One(random, Names)}{One(random, ["=~", "!~"])}\"{One(random, Expressions)}\"").ToList();
            var written = random.Next(3) == 0 ? $"['{{{string.Join(", ", all)}}}']" : $"[{string.Join(", ", all.Select(matcher => $"'{matcher}'"))}]";
            text.Append(indent).Append("matchers: ").Append(written).Append('\n');
        }
    }

    private static LabelSet NewLabels(Random random)
    {
        var labels = LabelSet.Of(Names.Where(_ => random.Next(3) > 0).Select(name => KeyValuePair.Create(name, One(random, Values))));
        return labels.Count > 0 ? labels : LabelSet.Of(("alertname", "a"));
    }

    private static string One(Random random, string[] all) => all[random.Next(all.Length)];

    // One shell for all: the answers come in the order of the questions.
    private static async Task<string[]> RunAsync(string folder, string script)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "ask.sh"), script, TestContext.Current.CancellationToken);
        using var shell = Process.Start(new ProcessStartInfo("sh", "ask.sh") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, wrong) = (shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, $"amtool failed: {await wrong}\n{await said}");
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
