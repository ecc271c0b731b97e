using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks;

public sealed partial class RunbookMatchTests
{
    [Theory]
    [InlineData("https://docs.example.com/alerts.md#runbook-noleader", "noleader")]
    [InlineData("https://docs.example.com/alerts#disk-full", "disk-full")]
    [InlineData("https://docs.example.com/runbooks/gateway/high-error-rate", "high-error-rate")]
    [InlineData("https://docs.example.com/runbooks/gateway/high-error-rate.md/", "high-error-rate")]
    [InlineData("https://docs.example.com/runbooks/High_Error%20Rate.MD?plain=1", "high-error-rate")]
    [InlineData("runbooks/gateway/pool-exhaustion.md", "pool-exhaustion")]
    [InlineData("/runbooks/pool-exhaustion.md", "pool-exhaustion")]
    [InlineData("https://docs.example.com/#runbook-", "disk-space-low")]
    [InlineData("https://docs.example.com/", "disk-space-low")]
    [InlineData("javascript:alert(1)", "disk-space-low")]
    [InlineData("file:///etc/passwd", "disk-space-low")]
    [InlineData("https://[", "disk-space-low")]
    [InlineData("", "disk-space-low")]
    [InlineData(null, "disk-space-low")]
    public void The_anchor_names_the_file_else_the_last_part_of_the_path_else_the_alert(string? url, string slug) =>
        Assert.Equal($"runbooks/billing/{slug}.md", RunbookMatch.FileFor("billing", "DiskSpaceLow", url));

    [Theory]
    [InlineData("RedisGatewaySLOBurnRateHigh", "redis-gateway-slo-burn-rate-high")]
    [InlineData("DWCPHighLatency", "dwcp-high-latency")]
    [InlineData("HighCPUUsage", "high-cpu-usage")]
    [InlineData("SchedulerOffline", "scheduler-offline")]
    [InlineData("P95Slow", "p95-slow")]
    [InlineData("disk_full", "disk-full")]
    [InlineData("CPU", "cpu")]
    [InlineData("", "unnamed")]
    [InlineData("磁盘", "unnamed")]
    public void A_name_becomes_words_with_dashes(string alert, string slug) =>
        Assert.Equal($"runbooks/billing/{slug}.md", RunbookMatch.FileFor("billing", alert, null));

    [Theory]
    [InlineData("https://x/a/../../etc/passwd")]
    [InlineData("https://x/a/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("https://x/#../../../etc/passwd")]
    [InlineData("https://x/#runbook-..%2f..%2fetc%2fpasswd")]
    [InlineData("https://x/..%5c..%5cwindows")]
    [InlineData("https://x/%252e%252e%252f")]
    [InlineData("https://x/a%00.md")]
    public void A_hostile_address_stays_in_the_folder(string url) => Assert.True(IsSafe(RunbookMatch.FileFor("../..", "../../x", url)));

    [Fact]
    public void A_long_name_is_cut()
    {
        var file = RunbookMatch.FileFor("billing", "X", $"https://x/{new string('a', 1500)}");

        Assert.Equal($"runbooks/billing/{new string('a', 100)}.md", file);
    }

    [Fact]
    public void Whatever_an_alert_carries_the_file_is_a_safe_relative_path()
    {
        var pieces = Gen.Elements("..", "/", "%2f", "%2E", "\\", "%00", "#", "?", "https://", "x", "A", "é", "runbook-", ".md", " ", ":", "@", "[", "%", "\n", "//");
        var texts = pieces.ArrayOf().Select(string.Concat);

        Prop.ForAll(Gen.Zip(texts, Gen.Zip(texts, texts)).ToArbitrary(), three =>
            IsSafe(RunbookMatch.FileFor(three.Item1, three.Item2.Item1, "https://x/" + three.Item2.Item2))
            && IsSafe(RunbookMatch.FileFor(three.Item1, three.Item2.Item1, three.Item2.Item2))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static bool IsSafe(string file) => Safe().IsMatch(file) && file.Length <= 230;

    [GeneratedRegex(@"\Arunbooks/[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*\.md\z", RegexOptions.CultureInvariant)]
    private static partial Regex Safe();
}
