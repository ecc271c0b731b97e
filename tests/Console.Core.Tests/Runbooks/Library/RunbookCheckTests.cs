using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Runbooks.Library;

public sealed class RunbookCheckTests
{
    // The line of the first section.
    private const int Body = 9;

    private static readonly RemedyDescription[] Remedies =
        [.. RemedyBook.Of(new RemedyPorts([], [], [], new LiveState(TimeProvider.System), TimeProvider.System)).All.Where(remedy => remedy.Kind is "scale" or "pod-delete" or "silence-create")];

    private static readonly SystemCatalog Catalog = new(
        [With("billing", "main"), With("orders", null)], []);

    [Theory]
    [InlineData("[x](gone.md)", "the link 'gone.md' leads to no runbook")]
    [InlineData("[x](../orders/gone.md#look)", "the link '../orders/gone.md#look' leads to no runbook")]
    [InlineData("[x](#gone)", "the link '#gone' leads to no heading of this runbook")]
    [InlineData("[x](../guides/dns.md#gone)", "the link '../guides/dns.md#gone' leads to no heading of runbooks/guides/dns.md")]
    [InlineData("[x](javascript:alert(1))", "the link 'javascript:alert(1)' is left out: links may be http, https, mailto, another runbook or an anchor")]
    [InlineData("[x](//evil.example)", "the link '//evil.example' is left out: links may be http, https, mailto, another runbook or an anchor")]
    [InlineData("![x](https://evil.example/x.png)", "the image 'https://evil.example/x.png' is not shown: put it beside the runbook, as png, jpg, gif, webp or svg")]
    [InlineData("```action\nkind: reboot\n```", "there is no action 'reboot'; known are scale, pod-delete, silence-create")]
    [InlineData("```action\nkind: pod-delete\n```", "the profile of billing does not allow pod-delete: nobody could press this")]
    public void What_is_wrong_is_named_with_its_line(string text, string what) =>
        Assert.Equal([$"runbooks/billing/x.md:{Body + 2}: {what}"], Check(Shelved.Book("billing", "x", "X", body: $"## Diagnose\n### Look\n{text}\n")));

    [Theory]
    [InlineData("[x](../guides/dns.md#look) [y](#look) [z](x.md) [w](https://example.com) ![v](x.png) [u](mailto:a@example.com)")]
    [InlineData("```action\nkind: scale\n```")]
    [InlineData("```action\nkind: silence-create\n```")]
    [InlineData("```kubectl\nkubectl get pods\n```")]
    public void What_is_right_is_not_named(string text) => Assert.Empty(Check(Shelved.Book("billing", "x", "X", body: $"## Diagnose\n### Look\n{text}\n")));

    [Fact]
    public void A_question_to_a_cluster_that_there_is_not_is_named() => Assert.Equal(
        [$"runbooks/orders/x.md:{Body + 2}: orders has no cluster, so nobody answers kubectl: write it as bash"],
        Check(Shelved.Book("orders", "x", "X", body: "## Diagnose\n### Look\n```kubectl\nkubectl get pods\n```\n")));

    [Fact]
    public void An_action_in_a_guide_of_no_system_and_a_system_without_a_profile_are_named()
    {
        Assert.Equal(["runbooks/guides/x.md:4: an action belongs to a system: name it in the front matter"], Check(Shelved.Book("guides", "x", body: "```action\nkind: scale\n```\n")));
        Assert.Equal(["runbooks/none/x.md:1: there is no profile 'none'; known are billing, orders"], Check(Shelved.Book("none", "x", "X")));
    }

    [Fact]
    public void A_review_is_due_after_half_a_year_or_when_there_was_none()
    {
        var runbook = Shelved.Book("billing", "x", "X");
        var day = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.False(RunbookCheck.IsReviewDue(runbook, day + RunbookCheck.ReviewLasts));
        Assert.True(RunbookCheck.IsReviewDue(runbook, day + RunbookCheck.ReviewLasts + TimeSpan.FromSeconds(1)));
        Assert.True(RunbookCheck.IsReviewDue(Shelved.Book("guides", "x"), day));
    }

    private static string[] Check(Runbook runbook) =>
        [.. RunbookCheck.All(new RunbookShelf([runbook, Shelved.Book("guides", "dns", body: "### Look\n")]), Catalog, Remedies).Select(problem => problem.ToString())];

    private static LoadedSystem With(string id, string? cluster) => Catalogs.System(id, $"system=\"{id}\"") is var system
        ? system with { Profile = system.Profile with { Cluster = cluster, Actions = [new ActionProfile("scale", []), new ActionProfile("silence", [])] } }
        : throw new InvalidOperationException();
}
