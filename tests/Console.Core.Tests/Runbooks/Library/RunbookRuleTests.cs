using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Systems;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Library;

public sealed class RunbookRuleTests
{
    [Theory]
    [InlineData("wiki/([^/]+)$", "$1", "https://wiki/Disk_Full", "disk-full")]
    [InlineData("wiki/", "disk-full", "https://wiki/anything", "disk-full")]
    [InlineData("wiki/(.*)$", "$1", "https://wiki/../../etc/passwd", "etc-passwd")]
    [InlineData("wiki/(.*)$", "$1", "https://wiki/", null)]
    [InlineData("wiki/(.*)$", "$9", "https://wiki/x", "9")]
    [InlineData("wiki/", "x", "https://other/", null)]
    [InlineData("wiki/", "x", null, null)]
    public void An_address_leads_to_a_slug_or_to_none(string url, string file, string? address, string? slug) => Assert.Equal(slug, RunbookRule.Of(url, file).Value.SlugFor(address));

    [Theory]
    [InlineData("(open")]
    [InlineData("(?=ahead)")]
    [InlineData("(a)\\1")]
    [InlineData("((a{1000}){1000}){1000}")]
    public void A_pattern_that_can_not_be_used_is_refused_with_why(string url)
    {
        var problem = Assert.Single(RunbookRule.Of(url, "x").Problems);
        Assert.StartsWith("is no regular expression that can be used here: ", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void No_pattern_takes_long_over_a_hostile_address()
    {
        var begun = ThreadTime.Used();
        Assert.Null(RunbookRule.Of("^(a+)+$", "x").Value.SlugFor(new string('a', 1_999) + "!"));
        Assert.Null(RunbookRule.Of(".*", "x").Value.SlugFor(new string('a', 100_000)));
        Assert.True(ThreadTime.Used() - begun < TimeSpan.FromSeconds(5), $"{ThreadTime.Used() - begun}");
    }

    [Fact]
    public void Whatever_an_address_holds_the_slug_is_safe() => Prop.ForAll(ArbMap.Default.GeneratorFor<string>().ToArbitrary(), address =>
        (RunbookRule.Of("(.*)", "$1").Value.SlugFor(address) ?? "a") is { Length: > 0 and <= 100 } slug && slug.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && Headings.Slug(address ?? string.Empty).All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')).QuickCheckThrowOnFailure();

    [Fact]
    public void A_profile_states_its_rules_in_order()
    {
        var profile = SampleProfile.Read(SampleProfile.With("log_selector:", "runbooks:\n  - {url: 'wiki/([^/]+)$', file: $1}\n  - {url: disk, file: disk-full}\nlog_selector:")).Value.Profile;

        Assert.Equal([("wiki/([^/]+)$", "$1"), ("disk", "disk-full")], profile.Runbooks.Select(rule => (rule.Url, rule.File)));
    }

    [Theory]
    [InlineData("- {url: '(open', file: x}", " runbooks[0].url: is no regular expression that can be used here: ")]
    [InlineData("- {url: '(?<=x)y', file: x}", " runbooks[0].url: is no regular expression that can be used here: ")]
    [InlineData("- {url: x}", " runbooks[0].file: is missing: write the runbook's file without folder and .md, for example $1")]
    [InlineData("- {file: x}", " runbooks[0].url: is missing: write a regular expression that the alert's runbook_url matches, for example wiki/alerts/([^/]+)$")]
    [InlineData("- {url: x, file: x, fiel: y}", " runbooks[0].fiel: unknown field 'fiel'; did you mean 'file'?")]
    public void A_mistake_in_a_rule_is_named_with_its_place(string rule, string what)
    {
        var problem = Assert.Single(SampleProfile.Read(SampleProfile.With("log_selector:", $"runbooks:\n  {rule}\nlog_selector:")).Problems);
        Assert.Matches("^systems/billing.yaml:9[0-9]:[0-9]+", problem.ToString());
        Assert.Contains(what, problem.ToString(), StringComparison.Ordinal);
    }
}
