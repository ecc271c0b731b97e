using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Components.Format;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Components.Remediation;

/// <summary>A run from its confirmation to its end. Who shows it keeps it current.</summary>
public sealed partial class RunSheet : ComponentBase
{
    private ImmutableArray<Problem> refused = [];
    private ImmutableHashSet<string> overridden = [];
    private StateWord word = null!;
    private bool isSending;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public ActionRun Run { get; set; } = null!;

    [Inject]
    private ActionDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private bool IsMine => Current.Person?.Subject == Run.By.Subject;

    /// <inheritdoc/>
    public void Dispose() => Current.Changed -= Draw;

    /// <inheritdoc/>
    protected override void OnInitialized() => Current.Changed += Draw;

    /// <inheritdoc/>
    protected override void OnParametersSet() => (word, overridden) = (ActionWords.Of(Run), [.. Run.Overridden]);

    private Task WithdrawAsync() => AskAsync(person => Desk.WithdrawAsync(Run.Id, person, CancellationToken.None));

    private Task BeginAsync() => AskAsync(person => Desk.BeginAsync(Run.Id, person, CancellationToken.None));

    private async Task AskAsync(Func<Access.Person, Task<Result<ActionRun>>> ask)
    {
        if (isSending || Current.Person is not { } person)
        {
            return;
        }

        isSending = true;
        try
        {
            refused = (await ask(person)).Problems;
        }
        catch (StorageException e)
        {
            refused = [new Problem("storage", e.Message)];
        }
        finally
        {
            isSending = false;
        }
    }

    private void Draw() => _ = InvokeAsync(StateHasChanged);
}
