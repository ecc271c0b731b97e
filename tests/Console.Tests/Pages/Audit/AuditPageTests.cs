using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Audit;

/// <summary>The page of the record, as a browser without scripts sees it.</summary>
public sealed class AuditPageTests : IAsyncLifetime
{
    private static readonly Person Mallory = new("u-mallory", "<b>Mallory</b>", [], SignInMethod.Oidc) { Address = "10.0.0.7" };
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Pages_of_fifty_lead_back_through_the_whole_record()
    {
        for (var number = 1; number <= 70; number++)
        {
            await AppendAsync(new AuditEvent { Actor = Person.Console, Action = "test", Stage = AuditStage.Succeeded, Target = $"t{number}" });
        }

        var newest = await console.PageAsync("/audit?action=test");
        var older = await console.PageAsync($"/{newest.QuerySelector("a.btn[href*='before=']")!.GetAttribute("href")}");

        Assert.Equal(Enumerable.Range(21, 50).Reverse().Select(number => $"t{number}"), Targets(newest));
        Assert.Equal(Enumerable.Range(1, 20).Reverse().Select(number => $"t{number}"), Targets(older));
        Assert.Contains("and that is all", older.QuerySelector("section.card")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_entry_stands_in_the_drawer_and_nothing_of_it_is_markup()
    {
        var receipt = await AppendAsync(new AuditEvent
        {
            Actor = Mallory,
            Action = "lease-delete",
            Stage = AuditStage.Denied,
            System = "billing",
            Target = "<img src=x onerror=alert(1)>",
            Reason = "</dd><script>alert(2)</script>",
            Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("<i>name</i>", "javascript:alert(3)"),
            Evidence = new JsonObject { ["</pre><script>"] = "alert(4)" },
            PlanHash = "9d4e",
            Correlation = "affair-7",
        });
        await AppendAsync(new AuditEvent { Actor = Mallory, Action = "lease-delete", Stage = AuditStage.Requested, Correlation = "affair-7" });

        var page = await console.PageAsync($"/audit?entry={receipt.Sequence}");
        var drawer = page.QuerySelector("aside.drawer")!;

        Assert.Equal($"Entry {receipt.Sequence}", drawer.QuerySelector("h2")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("main script, main img, main b:not(.chain b):not(.chip b), main i"));
        foreach (var text in new[] { "<b>Mallory</b>", "u-mallory", "signed in at the provider, from 10.0.0.7", "<img src=x onerror=alert(1)>", "</dd><script>alert(2)</script>", "<i>name</i>", "javascript:alert(3)", "9d4e" })
        {
            Assert.Contains(text, drawer.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("</pre><script>", drawer.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("recomputed, equal", drawer.QuerySelector(".chain")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("All 2 of this affair", drawer.QuerySelector("a.btn[href*='affair=affair-7']")!.TextContent.Trim());
        Assert.Equal("actions/affair-7", drawer.QuerySelector("a.btn[href^='actions/']")!.GetAttribute("href"));
        Assert.Equal(3, drawer.QuerySelectorAll(".chain li").Length);
    }

    [Theory]
    [InlineData(null, AuditStage.Succeeded)]
    [InlineData("9d4e", AuditStage.Denied)]
    public async Task What_never_became_an_action_leads_to_none(string? plan, AuditStage stage)
    {
        var receipt = await AppendAsync(new AuditEvent { Actor = Mallory, Action = "lease-delete", Stage = stage, PlanHash = plan });

        Assert.Null((await console.PageAsync($"/audit?entry={receipt.Sequence}")).QuerySelector("aside.drawer a[href^='actions/']"));
    }

    [Fact]
    public async Task Filters_stand_in_the_address_as_chips_and_nothing_that_fits_is_said_so()
    {
        var page = await console.PageAsync("/audit?who=nobody-here&stage=denied");

        Assert.Equal(["who = nobody-here", "stage = denied"], page.QuerySelectorAll(".chip").Select(chip => chip.TextContent.Trim()));
        Assert.Contains("No entry fits the filter.", page.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_makes_no_sense_is_told_and_hides_nothing()
    {
        var page = await console.PageAsync("/audit?stage=refusd");

        Assert.StartsWith("stage: 'refusd' is no stage;", page.QuerySelector("#filter-problem")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.NotEmpty(Targets(page));
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_said_to_be_so()
    {
        var page = await console.PageAsync("/audit?entry=4711");

        Assert.Contains("There is no such entry here", page.QuerySelector("aside.drawer")!.TextContent, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Targets(IDocument page) => page.QuerySelectorAll("table.audit tbody tr").Select(row => row.Children[4].TextContent.Trim());

    private async Task<AuditReceipt> AppendAsync(AuditEvent happened) =>
        (await console.Services.GetRequiredService<IAuditLog>().AppendAsync(happened, Cancellation)).Value;
}
