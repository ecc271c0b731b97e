using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Core.Tests;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;
using OpsConsole.SignIn;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.SignIn;

/// <summary>An open page's own part of the host, with the real sessions behind it.</summary>
public sealed class SessionFollowerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FakeTime clock = new(TimeProvider.System.GetUtcNow());
    private readonly ConsoleHost console;
    private AsyncServiceScope page;

    public SessionFollowerTests()
    {
        console = ConsoleHost.StartAt(clock);
        page = console.Services.CreateAsyncScope();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CurrentPerson Current => page.ServiceProvider.GetRequiredService<CurrentPerson>();

    private Sessions Sessions => console.Services.GetRequiredService<Sessions>();

    public async ValueTask DisposeAsync()
    {
        await page.DisposeAsync();
        await console.DisposeAsync();
    }

    [Fact]
    public async Task A_page_without_a_session_is_nobodys()
    {
        await OpenAsync(null);

        Assert.Null(Current.Person);
        Assert.NotNull(Current.OverWords);
    }

    [Fact]
    public async Task Ended_elsewhere_it_is_over_in_the_open_page_at_once()
    {
        var session = await BeginAsync();
        await OpenAsync(session);
        Assert.Equal(ConsoleHost.Tester, Current.Person!.Subject);

        // The time stands still: the news alone must do.
        await Sessions.EndAsync(session.Id, SessionEnd.EndedByAdmin, session.Person, Cancellation);

        await UntilAsync(() => Current.OverWords == "An admin ended this session.");
        Assert.Null(Current.Person);
        Assert.False(Current.Decide(Actions.View).IsAllowed);
    }

    [Fact]
    public async Task Nothing_done_for_too_long_it_is_over_in_the_open_page()
    {
        await OpenAsync(await BeginAsync());

        clock.Advance(TimeSpan.FromHours(8));

        await UntilAsync(() => Current.OverWords is { } words && words.Contains("Nothing was done for 8 h", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_removed_user_is_out_of_the_open_page_within_a_minute()
    {
        await OpenAsync(await BeginAsync());

        console.WriteUsers(("somebody", ["ops-admins"]));

        await MinuteAsync(() => Current.OverWords == "Your user was removed.");
    }

    [Fact]
    public async Task A_group_that_is_gone_is_gone_from_the_open_page_within_a_minute()
    {
        await OpenAsync(await BeginAsync());
        Assert.True(Current.Decide(Actions.LeaseDelete, "billing").IsAllowed);

        console.WriteUsers((ConsoleHost.Tester, ["ops-viewers"]));

        await MinuteAsync(() => Current.Person!.Groups is ["ops-viewers"]);
        Assert.False(Current.Decide(Actions.LeaseDelete, "billing").IsAllowed);
    }

    [Fact]
    public async Task A_grant_that_is_gone_is_told_to_the_open_page_within_a_minute()
    {
        await OpenAsync(await BeginAsync());
        var told = 0;
        Current.Changed += () => Interlocked.Increment(ref told);

        await File.WriteAllTextAsync(console.AccessFile, "grants:\n  - {role: viewer, groups: [ops-admins]}\n", Cancellation);

        await MinuteAsync(() => told > 0 && !Current.Decide(Actions.LeaseDelete, "billing").IsAllowed);
        Assert.True(Current.Decide(Actions.View).IsAllowed);
    }

    private async Task<Session> BeginAsync() => (await Sessions.BeginAsync(
        new Person(ConsoleHost.Tester, "The tester", ["ops-admins"], SignInMethod.Local), "Firefox", null, Cancellation)).Value.Session;

    private async Task OpenAsync(Session? session)
    {
        var state = (IHostEnvironmentAuthenticationStateProvider)page.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        state.SetAuthenticationState(Task.FromResult(new AuthenticationState(
            session is null ? new() : PersonClaims.Principal(session.Person, ConsoleSignIn.Scheme, session.Id))));
        await page.ServiceProvider.GetRequiredService<SessionFollower>().OnCircuitOpenedAsync(null!, Cancellation);
    }

    /// <summary>At most a minute of the page's time, in steps: files are looked at in between, as fast as the machine can.</summary>
    private async Task MinuteAsync(Func<bool> isSo)
    {
        var end = clock.GetUtcNow().AddMinutes(1);
        await UntilAsync(() =>
        {
            if (!isSo() && clock.GetUtcNow() < end)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
            }

            return isSo();
        });
    }

    private static async Task UntilAsync(Func<bool> isSo) => await Eventually.SoAsync(() => Task.FromResult<bool?>(isSo() ? true : null), Patience, Cancellation);
}
