using OpsConsole.Alerts;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Silences;

/// <summary>Who made a silence is reminded of it on every page, shortly before it ends.</summary>
public sealed class SilenceRemindersTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public SilenceRemindersTests()
    {
        Known.InTrouble(console.Live);
        console.Live.Systems.Observed(new SystemCatalog(
            [new(Known.Billing with { Actions = [new ActionProfile("silence", [])] }, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml")], []));
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Theory]
    [InlineData("The tester", 1.5, "system=\"billing\"", true)]
    [InlineData("Somebody", 1.5, "system=\"billing\"", false)]
    [InlineData("The tester", 3.9, "system=\"billing\"", false)]
    [InlineData("The tester", 1.5, "alertname=\"Never\"", false)]
    public async Task Only_the_author_of_one_that_still_matches_and_is_nearly_over(string author, double hoursLeft, string matchers, bool isTold)
    {
        SomeSilences.See(console.Live, null, SomeSilences.Silence(SomeSilences.EndsSoon, matchers, hoursLeft, author: author));

        var banner = (await console.PageAsync("/sources")).QuerySelectorAll(".banner").FirstOrDefault(one => one.Words().StartsWith("Your silence", StringComparison.Ordinal));

        Assert.Equal(isTold, banner is not null);
        if (banner is not null)
        {
            Assert.Matches("Your silence system=\"billing\" ends in (89|90) min|1 h and still matches 1 firing alert", banner.Words());
            Assert.Contains("kind=silence-extend&system=billing", banner.QuerySelector("a.btn")!.GetAttribute("href"), StringComparison.Ordinal);
        }
    }
}
