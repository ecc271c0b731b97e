using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.People;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Me;

/// <summary>Who one is here, one's sessions and tokens; for an admin, everybody's.</summary>
public sealed partial class MePage : ComponentBase, IDisposable
{
    private static readonly (string Address, string Icon, string Words)[] OtherPages =
    [
        ("slos", "slo", "SLOs"), ("queues", "queue", "Queues"), ("runbooks", "runbook", "Runbooks"), ("silences", "silence", "Silences"), ("maintenance", "clock", "Maintenance"),
        ("audit", "audit", "Audit"), ("sources", "sources", "Sources"), ("handover", "handover", "Hand-over"), ("walls", "wall", "Walls"),
    ];

    private ImmutableArray<Session> mine = [];
    private ImmutableArray<Session> all = [];
    private ImmutableArray<PersonalToken> myTokens = [];
    private ImmutableArray<PersonalToken> allTokens = [];
    private ImmutableArray<Problem> problems = [];
    private NewToken? made;
    private string? trouble;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private Sessions Desk { get; set; } = null!;

    [Inject]
    private Tokens Tokens { get; set; } = null!;

    [Inject]
    private AccessBook Access { get; set; } = null!;

    private Decision MayManage => Current.Decide(Actions.ManageSessions);

    private IEnumerable<Grant> Grants => Current.Person is { } me ? Access.Rules.Grants.Where(grant => grant.IsFor(me)) : [];

    private string Signed => Current.Person is { } me ? $"{(Tokens.RolesOf(me) is { IsEmpty: false } roles ? string.Join(", ", roles.Select(role => role.Word())) : "no role")}" : string.Empty;

    /// <inheritdoc/>
    public void Dispose()
    {
        Current.Changed -= Refresh;
        Desk.Told -= Hear;
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            Current.Changed += Refresh;
            Desk.Told += Hear;
        }

        await LoadAsync();
    }

    private void Hear(string changed) => Refresh();

    private void Refresh() => _ = InvokeAsync(async () =>
    {
        await LoadAsync();
        StateHasChanged();
    });

    private async Task LoadAsync()
    {
        if (Current.Person is not { } me)
        {
            return;
        }

        try
        {
            mine = await Desk.ListAsync(me.Subject, CancellationToken.None);
            myTokens = await Tokens.ListAsync(me.Subject, CancellationToken.None);
            if (MayManage.IsAllowed)
            {
                all = await Desk.ListAsync(null, CancellationToken.None);
                allTokens = await Tokens.ListAsync(null, CancellationToken.None);
            }

            trouble = null;
        }
        catch (StorageException e)
        {
            trouble = $"Sessions and tokens can't be shown now. {e.Message}";
        }
    }

    private Task EndAsync(Session session) => DoAsync(async me =>
    {
        // Asked again at the moment of acting: the button may be old.
        var isMine = session.Person.Subject == me.Subject;
        if (!isMine && MayManage is { IsAllowed: false } refused)
        {
            trouble = $"You may not: {refused.Reason}.";
            return;
        }

        await Desk.EndAsync(session.Id, isMine ? SessionEnd.EndedElsewhere : SessionEnd.EndedByAdmin, me, CancellationToken.None);
    });

    private Task RevokeAsync(PersonalToken token) => DoAsync(me => Tokens.RevokeAsync(token.Id, me, CancellationToken.None));

    private Task MakeAsync(TokenWish wish) => DoAsync(async me =>
    {
        var result = await Tokens.MakeAsync(me, wish.Name, wish.Roles, wish.Days, CancellationToken.None);
        problems = result.Problems;
        made = result.IsOk ? result.Value : null;
    });

    private async Task DoAsync(Func<Person, Task> act)
    {
        if (Current.Person is not { } me)
        {
            return;
        }

        try
        {
            await act(me);
            var said = trouble;
            await LoadAsync();
            trouble ??= said;
        }
        catch (StorageException e)
        {
            trouble = $"That was not done. {e.Message}";
        }
    }
}

/// <summary>What somebody wants of a new token.</summary>
/// <param name="Name">What they call it.</param>
/// <param name="Roles">What it is narrowed to.</param>
/// <param name="Days">How long it lives.</param>
public sealed record TokenWish(string Name, ImmutableArray<Role> Roles, int Days);

/// <summary>Words of this page.</summary>
internal static class MeWords
{
    /// <summary>How somebody signed in.</summary>
    /// <param name="method">The way.</param>
    public static string Method(SignInMethod method) => method switch
    {
        SignInMethod.Local => "with a password of the console's own",
        SignInMethod.Oidc => "at your provider",
        SignInMethod.Proxy => "at the proxy in front",
        _ => "otherwise",
    };

    /// <summary>Where a grant reaches.</summary>
    /// <param name="grant">The grant.</param>
    public static string Systems(Grant grant) => grant.Systems.IsEmpty ? "all systems" : string.Join(", ", grant.Systems);

    /// <summary>What a grant is for.</summary>
    /// <param name="grant">The grant.</param>
    public static string Actions(Grant grant) => grant.Actions.IsEmpty ? "all the role may do" : string.Join(", ", grant.Actions);
}
