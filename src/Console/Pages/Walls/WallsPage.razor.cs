using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.SignIn;
using OpsConsole.Storage;
using OpsConsole.Walls;

namespace OpsConsole.Pages.Walls;

/// <summary>The walls there are: made, changed and taken away, with their tokens.</summary>
public sealed partial class WallsPage
{
    private ImmutableArray<Wall> walls = [];
    private ImmutableArray<Problem> problems = [];
    private NewWallToken? made;
    private string? problem;
    private string? removing;
    private string name = string.Empty;
    private string title = string.Empty;
    private string filter = string.Empty;
    private string zone = "UTC";
    private string otherZone = string.Empty;
    private bool isBusy;

    [Inject]
    private WallDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool Waits => !RendererInfo.IsInteractive || isBusy;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LookAsync();

    private static string Field(string field) => field switch
    {
        nameof(WallWish.Name) => "Name",
        nameof(WallWish.Filter) => "Alerts it counts",
        nameof(WallWish.Zone) => "Clock",
        nameof(WallWish.OtherZone) => "Second clock",
        _ => field,
    };

    private string? Wrong(string field) => problems.Any(one => one.Where == field) ? "true" : null;

    private string AddressOf(NewWallToken token) => $"{Navigation.BaseUri}wall/{token.Wall.Name}?token={token.Text}";

    private void Change(Wall wall) => (name, title, filter, zone, otherZone, problems) = (wall.Is.Name, wall.Is.Title, wall.Is.Filter, wall.Is.Zone, wall.Is.OtherZone, []);

    private async Task PutAsync()
    {
        var wish = new WallWish(name.Trim(), title.Trim(), filter.Trim(), zone.Trim(), otherZone.Trim());
        if (await DoAsync(person => Desk.PutAsync(person, wish, CancellationToken.None)) is not null)
        {
            (name, title, filter, zone, otherZone) = (string.Empty, string.Empty, string.Empty, "UTC", string.Empty);
        }
    }

    private async Task TokenAsync(Wall wall) => made = await DoAsync(person => Desk.NewTokenAsync(person, wall.Name, CancellationToken.None));

    private Task<string?> RevokeAsync(Wall wall) => DoAsync(person => Desk.RevokeAsync(person, wall.Name, CancellationToken.None));

    private async Task RemoveAsync(Wall wall)
    {
        // The second press counts: what is taken away is gone with its token.
        if (removing != wall.Name)
        {
            removing = wall.Name;
            return;
        }

        await DoAsync(person => Desk.RemoveAsync(person, wall.Name, CancellationToken.None));
    }

    private async Task<T?> DoAsync<T>(Func<Person, Task<Result<T>>> act)
        where T : class
    {
        if (Current.Person is not { } person)
        {
            return null;
        }

        (isBusy, made, removing) = (true, null, null);
        var done = await act(person);
        (isBusy, problems) = (false, done.Problems);
        await LookAsync();
        return done.IsOk ? done.Value : null;
    }

    private async Task LookAsync()
    {
        try
        {
            (walls, problem) = (await Desk.ListAsync(CancellationToken.None), null);
        }
        catch (StorageException e)
        {
            problem = $"The walls can't be read. {e.Message}";
        }
    }
}
