using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Remediation;

/// <summary>Change freezes, and the form for a new one.</summary>
public sealed partial class FreezeCard : ComponentBase
{
    private static readonly string[] Fields = ["system", "from", "to", "reason"];

    private ImmutableArray<Problem> problems = [];
    private string system = string.Empty;
    private DateTime from;
    private DateTime to;
    private string reason = string.Empty;

    /// <summary>Those that hold or are to come.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Freeze> Freezes { get; set; } = [];

    /// <summary>All systems.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SystemProfile> Systems { get; set; } = [];

    [Inject]
    private ActionDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private List<SystemProfile> Mine => [.. Systems.Where(one => Current.Decide(Actions.FreezeChanges, one.Id).IsAllowed)];

    private IEnumerable<Problem> Elsewhere => problems.Where(problem => !Fields.Contains(problem.Where));

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        from = new DateTime(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, DateTimeKind.Utc);
        to = from.AddHours(1);
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => system = system.Length == 0 && Mine is [var first, ..] ? first.Id : system;

    private string? Of(string field) => problems.FirstOrDefault(problem => problem.Where == field)?.What;

    private string TitleOf(string id) => Systems.FirstOrDefault(one => one.Id == id)?.Title ?? id;

    private async Task FreezeAsync()
    {
        if (await AskAsync(person => Desk.FreezeAsync(system, Utc(from), Utc(to), reason.Trim(), person, CancellationToken.None)))
        {
            reason = string.Empty;
        }
    }

    private Task<bool> ThawAsync(string id) => AskAsync(person => Desk.ThawAsync(id, person, CancellationToken.None));

    private async Task<bool> AskAsync(Func<Person, Task<Result<Freeze>>> ask)
    {
        if (Current.Person is not { } person)
        {
            return false;
        }

        try
        {
            problems = (await ask(person)).Problems;
        }
        catch (StorageException e)
        {
            problems = [new Problem("storage", e.Message)];
        }

        return problems.IsEmpty;
    }

    private static DateTimeOffset Utc(DateTime written) => new(DateTime.SpecifyKind(written, DateTimeKind.Unspecified), TimeSpan.Zero);
}
