using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Runbooks;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Runbooks.Library;

public sealed class RunbookShelfTests
{
    private static readonly SystemProfile Billing = Catalogs.System("billing", "system=\"billing\"").Profile;

    private static readonly RunbookShelf Shelf = new(
    [
        Shelved.Book("billing", "by-rule", "Other"), Shelved.Book("billing", "claims-it", "DiskFull"), Shelved.Book("billing", "by-address", "Another"),
        Shelved.Book("billing", "disk-full", "YetAnother"), Shelved.Book("orders", "full", "DiskFull"), Shelved.Book("guides", "watchdog"),
    ]);

    [Fact]
    public void A_rule_of_the_profile_comes_before_all_else() =>
        Assert.Equal("billing/by-rule", Shelf.For(With("wiki/(.+)$", "$1"), "DiskFull", "https://wiki/by-rule")!.Key);

    [Fact]
    public void A_rule_may_lead_to_a_guide_and_one_that_leads_nowhere_is_passed_over()
    {
        Assert.Equal("guides/watchdog", Shelf.For(With("wiki/(?<page>.+)$", "${page}"), "DiskFull", "https://wiki/watchdog")!.Key);
        Assert.Equal("billing/claims-it", Shelf.For(With("wiki/(.+)$", "$1"), "DiskFull", "https://wiki/not-here")!.Key);
    }

    [Fact]
    public void The_one_that_names_the_alert_comes_before_its_address() => Assert.Equal("billing/claims-it", Shelf.For(Billing, "DiskFull", "https://x/by-address")!.Key);

    [Fact]
    public void Without_either_its_address_leads_and_then_its_name()
    {
        var shelf = new RunbookShelf(Shelf.All.Where(runbook => runbook.Slug != "claims-it"));

        Assert.Equal("billing/by-address", shelf.For(Billing, "DiskFull", "https://x/alerts#runbook-by-address")!.Key);
        Assert.Equal("billing/disk-full", shelf.For(Billing, "DiskFull", "https://x/not-here")!.Key);
        Assert.Null(shelf.For(Billing, "Unheard", null));
    }

    [Fact]
    public void Two_alerts_of_one_name_in_two_systems_find_their_own()
    {
        var orders = Catalogs.System("orders", "system=\"orders\"").Profile;

        Assert.Equal("billing/claims-it", Shelf.For(Any.Alert("DiskFull", "billing"), Billing)!.Key);
        Assert.Equal("orders/full", Shelf.For(Any.Alert("DiskFull", "orders"), orders)!.Key);
    }

    [Theory]
    [InlineData("https://x/../../orders/full")]
    [InlineData("https://wiki/../orders/full")]
    [InlineData("https://wiki/..%2forders%2ffull")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\0")]
    public void A_hostile_address_never_leads_to_another_system(string address) =>
        Assert.StartsWith("billing/", Shelf.For(With("wiki/(.+)$", "$1"), "DiskFull", address)!.Key, StringComparison.Ordinal);

    [Fact]
    public void The_annotation_of_an_alert_is_what_counts()
    {
        var alert = Any.Alert("Unheard", "billing") with { Annotations = LabelSet.Of(("runbook_url", "https://x/by-address")) };
        Assert.Equal("billing/by-address", Shelf.For(alert, Billing)!.Key);
    }

    private static SystemProfile With(string url, string file) => Billing with { Runbooks = [RunbookRule.Of(url, file).Value] };
}
