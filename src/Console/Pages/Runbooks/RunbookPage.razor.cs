using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Components.Runbooks;
using OpsConsole.Live;
using OpsConsole.Runbooks;

namespace OpsConsole.Pages.Runbooks;

/// <summary>One runbook, to read freely; filled in from an alert where one is named.</summary>
public sealed partial class RunbookPage
{
    private const int MostAlerts = 20;
    private Runbook? runbook;
    private RunbookSight? sight;
    private Alert? filledFrom;
    private List<Alert> alerts = [];

    /// <summary>The folder.</summary>
    [Parameter]
    public string Folder { get; set; } = string.Empty;

    /// <summary>The file's name without its ending.</summary>
    [Parameter]
    public string Slug { get; set; } = string.Empty;

    /// <summary>The fingerprint of the alert to fill in from; null for none.</summary>
    [SupplyParameterFromQuery(Name = "alert")]
    public string? Alert { get; set; }

    /// <summary>What is wrong with runbooks.</summary>
    [Inject]
    public required RunbookReports Reports { get; set; }

    /// <summary>The runbooks.</summary>
    [Inject]
    public required RunbookLibrary Library { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Runbooks, Live.Alerts, Live.Systems];

    private string Here => $"runbooks/{runbook!.Key}{(filledFrom is null ? null : $"?alert={Uri.EscapeDataString(filledFrom.Fingerprint)}")}";

    private string FolderTitle => runbook!.IsGuide ? "Guides" : Live.Systems.Current.Value?.Find(runbook.Folder)?.Profile.Title ?? runbook.Folder;

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        runbook = Library.Shelf.Find($"{Folder}/{Slug}");
        if (runbook is null)
        {
            return;
        }

        var board = Live.Alerts.Current.Value;
        alerts = [.. (board?.Alerts ?? []).Where(alert => alert.State is not AlertState.Pending && Library.For(alert)?.Key == runbook.Key)];
        filledFrom = Alert is null ? null : board?.Find(Alert) ?? (filledFrom?.Fingerprint == Alert ? filledFrom : null);
        var system = runbook.System is { } id ? Live.Systems.Current.Value?.Find(id)?.Profile : null;
        var scene = RunbookScenes.Of(filledFrom, system);
        if (sight is null || sight.Runbook.Hash != runbook.Hash || sight.Runbook.Key != runbook.Key || !ReferenceEquals(sight.System, system) || !sight.Scene.IsSameAs(scene))
        {
            sight = new RunbookSight(runbook, scene, system) { Alert = filledFrom?.Fingerprint, AlertName = filledFrom?.Name };
        }
    }

    private static string Short(string text) => text.Length <= 120 ? text : $"{text[..120]}…";
}
