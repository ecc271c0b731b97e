using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Audit;
using OpsConsole.Tests.Host;
using OpsConsole.World;

namespace OpsConsole.Tests.SignIn;

/// <summary>A provider for the tests of one class.</summary>
public sealed class ProviderFixture : IAsyncLifetime
{
    internal OidcServer Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Server = await OidcServer.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>A console that people sign in to at a real provider.</summary>
public abstract class OidcTest(ProviderFixture provider) : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    internal OidcServer Provider => provider.Server;

    internal ConsoleHost Console { get; private set; } = null!;

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Provider.FaultAsync(null);
        await Provider.PersonAsync("ann", "ops-viewers", "others");
        Console = ConsoleHost.StartForStrangers(Provider.Settings);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Console.DisposeAsync();
    }

    /// <summary>Signs somebody in.</summary>
    internal async Task<OidcVisitor> InAsync(string person)
    {
        var visitor = new OidcVisitor(Console);
        using var answer = await visitor.SignInAsync(person);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
        return visitor;
    }

    /// <summary>What is on record of signing in, newest first.</summary>
    internal async Task<ImmutableArray<AuditEntry>> RecordAsync(string action = "sign-in") =>
        (await Console.Services.GetRequiredService<IAuditReader>().ReadAsync(new AuditQuery { Action = action }, Cancellation)).Entries;

    /// <summary>The answer is a page in words, nobody is signed in, it is on record, and no token shows.</summary>
    internal async Task AssertRefusedAsync(OidcVisitor visitor, HttpResponseMessage answer, HttpStatusCode status, string says, string recorded)
    {
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        var page = await ConsoleHost.ParseAsync(html);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {html}");
        Assert.Contains(says, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", page.QuerySelectorAll("main a").Single(link => link.TextContent == "Try again").GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", html, StringComparison.Ordinal);
        Assert.Null(visitor.Cookies.GetCookies(Console.Address)["ops-session"]);
        using var alerts = await visitor.GetAsync("/alerts");
        Assert.Equal(HttpStatusCode.Redirect, alerts.StatusCode);

        var entry = (await RecordAsync()).First();
        Assert.Equal((AuditStage.Denied, "oidc"), (entry.Stage, entry.Method));
        Assert.Contains(recorded, entry.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", entry.Reason, StringComparison.Ordinal);
    }
}
