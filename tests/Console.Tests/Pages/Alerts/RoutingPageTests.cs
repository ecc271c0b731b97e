using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Alerts;

/// <summary>The route tree on the page, told by a server that stands in for an Alertmanager's status.</summary>
public sealed class RoutingPageTests : IAsyncLifetime
{
    private const string Tree = """
        route:
          receiver: default
          routes:
          - {receiver: chat, continue: true, matchers: ['severity=~"critical|high"']}
          - {receiver: pager, matchers: ['severity="critical"'], mute_time_intervals: [nights]}
        receivers: [{name: default}, {name: chat, slack_configs: [{api_url: "http://hook.example/s3cret"}]}, {name: pager, pagerduty_configs: [{}]}]
        inhibit_rules: [{source_matchers: ['a="<script>"'], target_matchers: ['b="1"'], equal: [system]}]
        """;

    private WebApplication server = null!;
    private ConsoleHost console = null!;
    private string config = Tree;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/api/v2/status", () => Results.Json(new { cluster = new { status = "ready" }, versionInfo = new { version = "0.28" }, config = new { original = config } }));
        await server.StartAsync(Cancellation);
        console = ConsoleHost.Start(("Upstreams:Alertmanager:0:Name", "main"), ("Upstreams:Alertmanager:0:Url", server.Urls.First()));
        Known.InTrouble(console.Live);
    }

    public async ValueTask DisposeAsync()
    {
        await console.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_tree_is_shown_with_its_receivers_and_without_an_address()
    {
        var page = await console.PageAsync("/alerts/routing");
        var main = page.QuerySelector("main")!;

        Assert.Equal(["default", "chat", "pager"], main.QuerySelectorAll(".route > b").Select(name => name.TextContent));
        Assert.Contains("pagerduty", main.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("a=\"<script>\" holds back b=\"1\" with the same system", main.Words(), StringComparison.Ordinal);
        Assert.Empty(main.QuerySelectorAll(".route.taking, .test-alert"));
    }

    [Fact]
    public async Task An_alert_is_followed_through_the_tree_and_its_way_stands_out()
    {
        var main = (await console.PageAsync("/alerts/routing?labels=alertname%3DX%2C%20severity%3Dcritical")).QuerySelector("main")!;

        Assert.Equal(["chat", "pager"], main.QuerySelectorAll(".route.taking > b").Select(name => name.TextContent));
        Assert.Equal(["default"], main.QuerySelectorAll(".route.way > b").Select(name => name.TextContent));
        Assert.Contains("Told: chat, pager (not during nights).", main.QuerySelector(".routing-answer")!.Words(), StringComparison.Ordinal);
        Assert.Contains("chat, pager are told", main.QuerySelector(".head")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_labels_of_an_alert_of_now_are_taken_and_wrong_ones_are_named()
    {
        var main = (await console.PageAsync("/alerts/routing?alert=00000000000000aa")).QuerySelector("main")!;
        Assert.Contains("alertname=\"BillingDown\"", main.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, main.QuerySelectorAll(".route.taking").Length);

        Assert.Contains("No alert has this fingerprint now", (await console.PageAsync("/alerts/routing?alert=zz")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("a label has one value", (await console.PageAsync("/alerts/routing?labels=a%3D~%22x%22")).QuerySelector("main [role=alert]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_can_not_be_read_is_said_with_its_line()
    {
        config = "route:\n  receiver: a\n  matchers: ['a=~\"(\"']";

        Assert.Contains("line 3 this matcher can't be read", (await console.PageAsync("/alerts/routing")).QuerySelector(".routing")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_send_a_test_sees_the_button_and_why()
    {
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var card = (await vera.PageAsync("/alerts/routing?labels=alertname%3DX")).QuerySelector(".test-alert")!;

        Assert.Equal("Send the test alert", card.QuerySelector("button[aria-disabled]")!.Words());
        Assert.NotEmpty(card.QuerySelector(".why")!.Words());
        Assert.Contains("default is told", card.Words(), StringComparison.Ordinal);
    }
}
