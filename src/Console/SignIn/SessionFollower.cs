using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using OpsConsole.Access;
using OpsConsole.People;

namespace OpsConsole.SignIn;

/// <summary>
/// Keeps <see cref="CurrentPerson"/> current while a page is open: asks how the session stands every few seconds, and at once when it is told
/// that it changed. An open socket is no activity.
/// </summary>
internal sealed class SessionFollower(
    CurrentPerson current, AuthenticationStateProvider authentication, Sessions sessions, AccessBook access, TimeProvider clock) : CircuitHandler, IAsyncDisposable
{
    /// <summary>How often it asks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource left = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private string? id;
    private string? address;
    private AccessRules? rules;
    private Task following = Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        id = ConsoleSignIn.SessionOf(user);
        address = PersonClaims.Of(user)?.Address;
        if (id is null)
        {
            current.IsOver("Nobody is signed in.");
            return;
        }

        if (await AskAsync(cancellationToken))
        {
            sessions.Told += Hear;
            access.Changed += Wake;
            following = FollowAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        sessions.Told -= Hear;
        access.Changed -= Wake;
        await left.CancelAsync();
        await following;
        left.Dispose();
        news.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            do
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(left.Token);
                var woken = news.WaitAsync(pause.Token);
                await Task.WhenAny(woken, Task.Delay(Every, clock, pause.Token));
                await pause.CancelAsync();
                await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                left.Token.ThrowIfCancellationRequested();
            }
            while (await AskAsync(left.Token));
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The page is closed.
        }
    }

    /// <summary>Asks, and tells the page if anything changed.</summary>
    /// <returns>Whether the session goes on.</returns>
    private async Task<bool> AskAsync(CancellationToken cancellation)
    {
        switch (await sessions.CheckAsync(id!, isActivity: false, cancellation))
        {
            case Standing.Valid valid:
                TellIfNews(valid);
                return true;
            case Standing.Over over:
                current.IsOver(over.Words);
                return false;
            case Standing.CannotTell doubt when current.Person is null:
                current.IsOver(doubt.Why);
                return false;
            default:
                return true;
        }
    }

    private void TellIfNews(Standing.Valid valid)
    {
        var person = valid.Session.Person with { Address = address };
        var same = current.Person is { } was && was with { Groups = person.Groups } == person && was.Groups.SequenceEqual(person.Groups)
            && current.Doubt == valid.Doubt && ReferenceEquals(rules, access.Rules);
        rules = access.Rules;
        if (!same)
        {
            current.Is(person, valid.Session, valid.Doubt);
        }
    }

    private void Hear(string changed)
    {
        if (changed == id || changed == Sessions.AnySession)
        {
            Wake();
        }
    }

    private void Wake()
    {
        try
        {
            news.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or gone.
        }
    }
}
