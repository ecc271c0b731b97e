using OpsConsole.Alerts;
using OpsConsole.Runbooks;

namespace OpsConsole.Core.Tests.Runbooks.Documents;

/// <summary>What a person may write wrongly at the top of a runbook, and what is answered: the place, the field, and what would be right.</summary>
public sealed class FrontMatterTests
{
    public static TheoryData<string, string, string> OneMistake { get; } = new()
    {
        { "title: Disk full\n", "", "2:1 title: is missing: write what people call it" },
        { "title: Disk full\n", "title:\n", "2:7 title: is empty: write what people call it" },
        { "title: Disk full\n", "title: [a]\n", "2:8 title: must be a single value, not a list" },
        { "system: billing\n", "", "2:1 system: is missing: the folder says 'billing'" },
        { "system: billing", "system: orders", "3:9 system: 'orders' is not the folder 'billing' that the file is in" },
        { "alerts: [DiskFull]\n", "", "2:1 alerts: is missing: name the alerts it is for, as [TheirNames]; what is for none belongs to the folder guides" },
        { "[DiskFull]", "[]", "4:9 alerts: is missing: name the alerts it is for, as [TheirNames]; what is for none belongs to the folder guides" },
        { "[DiskFull]", "[DiskFull, DiskFull]", "4:20 alerts[1]: 'DiskFull' is listed twice" },
        { "[DiskFull]", "[DiskFull, {a: b}]", "4:20 alerts[1]: must be a single value, not a group of fields" },
        { "severity: high", "severity: hihg", "5:11 severity: 'hihg' is not known; did you mean 'high'? it is one of critical, high, warning, info" },
        { "severity: high\n", "", "2:1 severity: is missing: write one of critical, high, warning, info" },
        { "respond_within: 15m\n", "", "2:1 respond_within: is missing: within what time somebody answers, for example 5m" },
        { "respond_within: 15m", "respond_within: 15 min", "6:17 respond_within: '15 min' is no duration: write 15m; units are ms, s, m, h, d, w, y" },
        { "escalate_after: 1h", "escalate_after: 5m", "7:17 escalate_after: comes before somebody has to answer" },
        { "escalate_after: 1h", "escalate_after: never", "7:17 escalate_after: 'never' is no duration: write for example 10m or 1h30m; units are ms, s, m, h, d, w, y" },
        { "escalate_to: lead", "escalate_to: [lead]", "8:14 escalate_to: must be a single value, not a list" },
        { "owner: payments", "owner: {team: payments}", "9:8 owner: must be a single value, not a group of fields" },
        { "reviewed: 2026-11-29", "reviewed: 29.11.2026", "10:11 reviewed: '29.11.2026' is no day: write it as 2026-11-29" },
        { "owner: payments", "ownre: payments", "9:1 ownre: unknown field 'ownre'; did you mean 'owner'?" },
        { "owner: payments", "onclick: x", "9:1 onclick: unknown field 'onclick'; known here are title, system, owner, reviewed, alerts, severity, respond_within, escalate_after, escalate_to" },
        { "owner: payments", "title: Again", "9:1: the field 'title' is written twice in one group: keep one" },
    };

    [Theory]
    [MemberData(nameof(OneMistake))]
    public void A_mistake_is_named_with_its_place_its_field_and_what_would_be_right(string old, string changed, string answer) =>
        Assert.Equal(answer, Assert.Single(Written.With(old, changed).Wrongs()));

    [Fact]
    public void A_good_one_says_everything()
    {
        var runbook = Written.With("title", "title");

        Assert.Empty(runbook.Problems);
        Assert.Equal(("Disk full", "billing", Severity.High, "lead", "payments"), (runbook.Title, runbook.System, runbook.Severity, runbook.EscalateTo, runbook.Owner));
        Assert.Equal(["DiskFull"], runbook.Alerts);
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), new DateOnly(2026, 11, 29)), (runbook.RespondWithin, runbook.EscalateAfter, runbook.Reviewed));
    }

    [Fact]
    public void Without_front_matter_it_is_still_read()
    {
        var runbook = Written.Read("## Diagnose\n### Look\nWell.\n");

        Assert.Equal("1: begins without front matter: write title, system and alerts between two lines of three dashes", Assert.Single(runbook.Wrongs()));
        Assert.Equal(("disk-full", "look"), (runbook.Title, Assert.Single(runbook.Steps).Id));
    }

    [Fact]
    public void A_front_matter_without_an_end_is_named() => Assert.Equal(
        "1: the front matter has no end: close it with a line of three dashes", Assert.Single(Written.Read("---\ntitle: Disk full\n## Diagnose\n").Wrongs()));

    [Theory]
    [InlineData("---\n---\n", "2:1: the front matter holds no fields: write title, system and alerts")]
    [InlineData("---\njust words\n---\n", "2:1: the front matter holds no fields: write title, system and alerts")]
    [InlineData("---\n- a\n---\n", "2:1: the front matter holds no fields: write title, system and alerts")]
    public void A_front_matter_without_fields_is_named(string text, string answer) => Assert.Contains(answer, Written.Read(text).Wrongs());

    [Theory]
    [InlineData("---\ntitle: \"open\n---\n")]
    [InlineData("---\ntitle: [a\n---\n")]
    [InlineData("---\ntitle: *x\n---\n")]
    [InlineData("---\ntitle: a\n\tsystem: b\n---\n")]
    public void What_is_no_YAML_is_named_with_its_place(string text) =>
        Assert.Matches(@"^runbooks/billing/disk-full\.md:[2-4]:[0-9]+$", Written.Read(text).Problems[0].Where);

    [Fact]
    public void A_guide_needs_no_alert_and_may_name_some_that_no_system_claims()
    {
        Assert.Empty(Written.Guide("---\ntitle: DNS\nowner: net\n---\n## Anything\n### Look\n").Problems);
        var guide = Written.Guide("---\ntitle: DNS\nalerts: [A]\n---\n## Anything\n### Look\n");
        Assert.Empty(guide.Problems);
        Assert.Equal(["A"], guide.Alerts);
        Assert.Same(guide, new RunbookShelf([guide]).ForNobodys("A"));
    }
}
