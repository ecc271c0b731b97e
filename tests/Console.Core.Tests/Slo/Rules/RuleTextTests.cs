using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Slo.Rules;
using OpsConsole.Systems.Yaml;

namespace OpsConsole.Core.Tests.Slo.Rules;

public sealed class RuleTextTests
{
    private static readonly Uri Runbooks = new("https://runbooks.example.com");

    private static readonly string[] Odd =
    [
        "{{ $labels.x }}", "{{", "}}", "{{ \"", "a # b", "a: b", "'", "\"", "\\", "\n- alert: Mine", "\u2028x", "\u0085x", "\u0001", "\ud83d\ude00", "- x", "%", "|", "> 1", "  ", "null", "~", "\t",
    ];

    private static readonly Arbitrary<string> Texts = Gen.Elements(Odd).Or(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get))
        .ListOf().Select(parts => string.Concat(parts.Take(4)).Replace("\0", string.Empty, StringComparison.Ordinal) + "x").ToArbitrary();

    [Fact]
    public void A_rule_file_says_that_it_is_written_and_ends_with_a_line() => Assert.Equal("""
        # Written by `OpsConsole rules` from the objectives of the profiles: change those, and write this anew.
        groups:
          - name: slo.billing
            interval: 1m
            rules:
              # Why.
              - record: slo:bad:rate5m
                expr: |
                  a
                    + b
                labels:
                  system: billing
                  slo: '1'
              - alert: Burns
                expr: |
                  a
                for: 3m
                labels:
                  severity: 'on'
                annotations:
                  summary: 'it''s: hot'

        """, RuleText.Prometheus(Two));

    [Fact]
    public void A_prometheus_rule_holds_the_same_groups()
    {
        var lines = RuleText.PrometheusRule(Two, "ops-console-slo").Split('\n');

        Assert.Equal(["apiVersion: monitoring.coreos.com/v1", "kind: PrometheusRule", "metadata:", "  name: ops-console-slo", "spec:"], lines[1..6]);
        Assert.Equal(RuleText.Prometheus(Two).Split('\n')[1..], lines[6..].Select(line => line.Length > 1 ? line[2..] : line));
    }

    [Fact]
    public async Task Whatever_a_profile_says_is_text_that_promtool_reads()
    {
        // All in one file: promtool is started once.
        var profiles = Texts.Generator.Sample(300).Select((text, at) => SloRulesTests.Profile($"s{at}", Any.Objective() with { Title = text, Unit = text }) with { Title = text }).ToArray();
        using var folder = new TempFolder();
        var file = folder.Write("slo.yml", RuleText.Prometheus([.. SloRules.Records(profiles), .. SloRules.Alerts(profiles, Runbooks)]));

        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "rules", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(
            promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promtool.ExitCode == 0, said[1]);
        Assert.Contains("1200 rules found", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_read_back_as_it_was() => Prop.ForAll(Texts, text =>
    {
        var (root, problems) = YamlTree.Read($"a: {YamlText.Scalar(text)}\nb: {YamlText.Block(text, "  ")}\n");
        var fields = Assert.IsType<YamlFields>(root).Entries.ToDictionary(entry => entry.Name, entry => Assert.IsType<YamlScalar>(entry.Value).Text);
        Assert.Empty(problems);
        Assert.Equal(text, fields["a"]);
        Assert.Equal(text.ReplaceLineEndings("\n").Trim(), fields["b"].ReplaceLineEndings("\n").Trim());
    }).QuickCheckThrowOnFailure();

    private static System.Collections.Immutable.ImmutableArray<RuleGroup> Two =>
    [
        new("slo.billing", TimeSpan.FromMinutes(1),
        [
            new RecordingRule("slo:bad:rate5m", "a\n  + b", [new("system", "billing"), new("slo", "1")], ["Why."]),
            new AlertingRule("Burns", "a", TimeSpan.FromMinutes(3), [new("severity", "on")], [new("summary", "it's: hot")], []),
        ]),
    ];
}
