using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Access;

/// <summary>What somebody is told who may not, and what is on record of it.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Grants = "grants:\n  - {role: viewer, groups: [dev]}\n  - {role: auditor, groups: [audit]}\n  - {role: operator, groups: [dev], systems: [billing], actions: [scale]}\n  - {role: viewer, groups: [team], systems: [billing]}\n";
    private readonly PeopleHost host = PeopleHost.Start(Grants, ("vera", ["dev"]), ("aud", ["audit"]), ("tess", ["team"]));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_page_says_what_is_missing_and_who_can_give_it()
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "/audit", await host.SignInAsync("vera"), isBrowsing: true);
        var page = await ConsoleHost.ParseAsync(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("You may not read the audit", page.QuerySelector("h1")!.TextContent);
        Assert.Contains(
            "read-audit needs auditor or admin; you have viewer and operator. Ask an admin for auditor or admin: they are granted in access.yaml.",
            page.QuerySelector(".empty")!.TextContent,
            StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script, .nav, .table"));
    }

    [Fact]
    public async Task A_program_is_told_in_problem_details()
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "/audit/export.csv", await host.SignInAsync("vera"));
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("You may not export the audit", problem.RootElement.GetProperty("title").GetString());
        Assert.Equal("export-audit", problem.RootElement.GetProperty("action").GetString());
        Assert.StartsWith("export-audit needs auditor or admin; you have viewer and operator.", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_on_record_once_a_minute_however_often_it_is_asked_for()
    {
        var vera = await host.SignInAsync("vera");
        for (var time = 0; time < 5; time++)
        {
            using var answer = await host.SendAsync(HttpMethod.Get, "/audit", vera, isBrowsing: true);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        var entry = Assert.Single(await host.RecordAsync(new AuditQuery { Stage = AuditStage.Denied }));
        Assert.Equal(("vera", "read-audit", "/audit"), (entry.Subject, entry.Action, entry.Target));
        Assert.Equal("read-audit needs auditor or admin; you have viewer and operator", entry.Reason);
    }

    [Fact]
    public async Task The_system_in_the_address_is_the_one_that_must_be_granted()
    {
        var tess = await host.SignInAsync("tess");
        using var own = await host.SendAsync(HttpMethod.Get, "/systems/billing/pods/a/b/log?container=c", tess);
        using var other = await host.SendAsync(HttpMethod.Get, "/systems/ledger/pods/a/b/log?container=c", tess);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (own.StatusCode, other.StatusCode));
        var entry = Assert.Single(await host.RecordAsync(new AuditQuery { Stage = AuditStage.Denied }));
        Assert.Equal(("ledger", "viewer is granted on billing, not on ledger"), (entry.System, entry.Reason));
    }

    [Fact]
    public async Task A_token_is_refused_what_it_is_narrowed_from()
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "/audit/export.csv", await host.TokenAsync("vera", Role.Viewer));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_control_that_a_person_may_not_use_stays_and_says_which_grant_is_missing()
    {
        Known.Fine(host.Console.Live);
        KnownCluster.See(host.Console.Live);
        File.WriteAllText(host.Grants, "grants:\n  - {role: viewer, groups: [team], systems: [ledger]}\n");
        await Eventually.SoAsync(
            () => Task.FromResult<bool?>(host.Console.Services.GetRequiredService<AccessBook>().Rules.Grants.Length == 1 ? true : null),
            TimeSpan.FromSeconds(30),
            Cancellation);

        using var answer = await host.SendAsync(HttpMethod.Get, "/systems/billing?pod=pay/billing-api-7c9f6d5b8-lw5zc", await host.SignInAsync("tess"), isBrowsing: true);
        var drawer = (await ConsoleHost.ParseAsync(await answer.Content.ReadAsStringAsync(Cancellation))).QuerySelector("aside.drawer.pod")!;
        var button = drawer.QuerySelector("button[aria-disabled=true]")!;

        Assert.Equal("Show the log", button.TextContent.Trim());
        Assert.Equal(
            "Viewer is granted on ledger, not on billing. Ask an admin for a role on billing: they are granted in access.yaml.",
            drawer.QuerySelector($"#{button.GetAttribute("aria-describedby")}")!.TextContent.Trim());
        Assert.Empty(drawer.QuerySelectorAll("section.log, a[download]"));
    }
}
