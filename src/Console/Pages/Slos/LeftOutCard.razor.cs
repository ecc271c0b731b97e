using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.SignIn;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Slos;

/// <summary>What is left out of a budget, and the form to leave more out or take it back.</summary>
public sealed partial class LeftOutCard : ComponentBase, IDisposable
{
    private static readonly string[] Fields = ["from", "to", "reason"];

    private ImmutableArray<Problem> problems = [];
    private Decision decision = new(false, "nobody is signed in", null);
    private DateTime from;
    private DateTime to;
    private string reason = string.Empty;
    private string? done;

    /// <summary>The system's id.</summary>
    [Parameter, EditorRequired]
    public string System { get; set; } = string.Empty;

    /// <summary>The objective.</summary>
    [Parameter, EditorRequired]
    public ObjectiveProfile Objective { get; set; } = null!;

    /// <summary>Its budget.</summary>
    [Parameter, EditorRequired]
    public ErrorBudget Budget { get; set; } = null!;

    [Inject]
    private LeaveOutDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => Current.Changed -= Redraw;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var now = Clock.GetUtcNow().UtcDateTime;
        to = new DateTime(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, DateTimeKind.Utc);
        from = to.AddHours(-1);
        Current.Changed += Redraw;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => decision = Current.Decide(Actions.LeaveOut, System);

    private static string Words(string field) => field switch { "from" => "begin", "to" => "end", _ => field };

    private string? Of(string field) => problems.FirstOrDefault(problem => problem.Where == field)?.What;

    private async Task LeaveOutAsync()
    {
        if (await AskAsync(person => Desk.LeaveOutAsync(person, new LeftOutWish(System, Objective.Name, Utc(from), Utc(to), reason), CancellationToken.None)))
        {
            (reason, done) = (string.Empty, "It is on record. The budget follows in a moment.");
        }
    }

    private async Task WithdrawAsync(string id)
    {
        if (decision.IsAllowed && await AskAsync(person => Desk.WithdrawAsync(person, id, CancellationToken.None)))
        {
            done = "It counts again, and the record says so.";
        }
    }

    private async Task<bool> AskAsync(Func<Person, Task<Result<LeftOutRecord>>> ask)
    {
        done = null;
        if (Current.Person is not { } person)
        {
            return false;
        }

        problems = (await ask(person)).Problems;
        return problems.IsEmpty;
    }

    private void Redraw() => _ = InvokeAsync(() =>
    {
        OnParametersSet();
        StateHasChanged();
    });

    private static DateTimeOffset Utc(DateTime written) => new(DateTime.SpecifyKind(written, DateTimeKind.Unspecified), TimeSpan.Zero);
}
