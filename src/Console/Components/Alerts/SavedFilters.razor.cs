using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using OpsConsole.People;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Components.Alerts;

/// <summary>A person's own views of the board: a menu of those they gave a name, and the present one to be kept.</summary>
public sealed partial class SavedFilters : ComponentBase, IDisposable
{
    private ImmutableArray<SavedFilter> filters = [];
    private bool isOpen;
    private string name = string.Empty;
    private string rename = string.Empty;
    private string? edited;
    private string? problem;
    private string? trouble;

    [Inject]
    private People.SavedFilters Store { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Query => SavedQuery.Of(new Uri(Navigation.Uri).Query);

    private SavedFilter? Now => filters.FirstOrDefault(one => one.Query == Query);

    /// <inheritdoc/>
    public void Dispose() => Navigation.LocationChanged -= Moved;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += Moved;
        await LoadAsync();
    }

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        isOpen = false;
        _ = InvokeAsync(StateHasChanged);
    }

    private async Task LoadAsync()
    {
        if (Current.Person is not { } me)
        {
            return;
        }

        try
        {
            (filters, trouble) = (await Store.ListAsync(me.Subject, CancellationToken.None), null);
        }
        catch (StorageException e)
        {
            trouble = $"Your saved views can't be read now: {e.Message}";
        }
    }

    private async Task Toggle()
    {
        (isOpen, edited, problem) = (!isOpen, null, null);
        if (isOpen)
        {
            // Another device of theirs may have changed them.
            await LoadAsync();
        }
    }

    private void Close(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
        {
            isOpen = false;
        }
    }

    private void Edit(SavedFilter one) => (edited, rename, problem) = (edited == one.Id ? null : one.Id, one.Name, null);

    private async Task SaveAsync()
    {
        if (await DoAsync(me => Store.SaveAsync(me, name, Query, FilterNotice.Off, CancellationToken.None)))
        {
            name = string.Empty;
        }
    }

    private async Task RenameAsync()
    {
        if (edited is { } id && await DoAsync(me => Store.ChangeAsync(me, id, was => was with { Name = rename }, CancellationToken.None)))
        {
            edited = null;
        }
    }

    private async Task DeleteAsync(string id)
    {
        if (Current.Person is { } me)
        {
            problem = (await Store.DeleteAsync(me.Subject, id, CancellationToken.None)) is { } wrong ? Sentence(wrong) : null;
            await LoadAsync();
        }
    }

    private async Task<bool> DoAsync(Func<string, Task<Result<SavedFilter>>> change)
    {
        if (Current.Person is not { } me)
        {
            return false;
        }

        var done = await change(me.Subject);
        problem = done.IsOk ? null : Sentence(done.Problems[0]);
        await LoadAsync();
        return done.IsOk;
    }

    private static string Sentence(Problem problem) => problem.Where switch
    {
        "name" => $"The name {problem.What}.",
        "view" => $"The view {problem.What}.",
        _ => $"{char.ToUpperInvariant(problem.What[0])}{problem.What[1..]}",
    };
}
