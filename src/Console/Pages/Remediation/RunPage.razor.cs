using Microsoft.AspNetCore.Components;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Remediation;

/// <summary>One run, while it goes on and long after.</summary>
public sealed partial class RunPage
{
    private ActionRun? run;
    private string? silence;
    private bool isRead;

    /// <summary>The run's id.</summary>
    [Parameter]
    public string Id { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Actions];

    [Inject]
    private ActionDesk Desk { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (run is not null && run.Id != Id)
        {
            (run, isRead, silence) = (null, false, null);
        }

        Take();
        if (run is not null)
        {
            return;
        }

        // An old one, or one of another replica that the board does not show yet.
        try
        {
            (run, silence) = (await Desk.FindAsync(Id, CancellationToken.None), null);
        }
        catch (StorageException e)
        {
            silence = e.Message;
        }

        isRead = true;
        Take();
    }

    /// <inheritdoc/>
    protected override void Take() => run = Live.Actions.Current.Value?.Find(Id) ?? run;
}
