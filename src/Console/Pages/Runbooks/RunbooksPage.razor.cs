using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Runbooks;

namespace OpsConsole.Pages.Runbooks;

/// <summary>All runbooks: searched, by system, with what is wrong or missing.</summary>
public sealed partial class RunbooksPage
{
    private RunbookShelf? shelf;
    private RunbookReport report = RunbookReport.Empty;
    private List<RunbookHit> hits = [];
    private List<string> folders = [];
    private HashSet<string> firing = [];
    private Dictionary<string, string> walked = [];
    private (RunbookShelf? Shelf, string? Words, string? Of) sought;

    /// <summary>The words that are looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Words { get; set; }

    /// <summary>Only the runbooks of this folder.</summary>
    [SupplyParameterFromQuery(Name = "of")]
    public string? Of { get; set; }

    /// <summary>What is wrong or missing.</summary>
    [Inject]
    public required RunbookReports Reports { get; set; }

    /// <summary>The runbooks.</summary>
    [Inject]
    public required RunbookLibrary Library { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Runbooks, Live.Systems, Live.Alerts, Live.Walkthroughs];

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Sentence => shelf is null ? "Not read yet"
        : $"{Count(shelf.All.Length, "runbook")}{(hits.Count == shelf.All.Length ? null : $", {hits.Count} of them found")}";

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        shelf = Live.Runbooks.Current.Value;
        report = Reports.Current;
        folders = [.. (shelf?.All ?? []).Select(runbook => runbook.Folder).Distinct(StringComparer.Ordinal)];
        firing = [.. (Live.Alerts.Current.Value?.Alerts ?? []).Where(alert => alert.State is AlertState.Firing).Select(alert => Library.For(alert)?.Key).OfType<string>()];
        walked = (Live.Walkthroughs.Current.Value?.Walks ?? []).Select(one => one.Walk).GroupBy(walk => walk.Runbook, StringComparer.Ordinal).ToDictionary(walks => walks.Key, walks => walks.First().Id, StringComparer.Ordinal);

        // Alerts come and go much more often than runbooks change.
        if (sought != (shelf, Words, Of))
        {
            sought = (shelf, Words, Of);
            Find();
        }
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static string AddressOf(RunbookHit hit) => $"runbooks/{hit.Runbook.Key}{(hit.Step is null ? null : $"#{hit.Step}")}";

    private string Pressed(string? folder) => Of == folder ? "true" : "false";

    private string TitleOf(string folder) => folder == Runbook.GuidesFolder ? "Guides" : Live.Systems.Current.Value?.Find(folder)?.Profile.Title ?? folder;

    private void Find() => hits = shelf is null ? [] : [.. RunbookSearch.Find(shelf, Words ?? string.Empty).Where(hit => Of is null || hit.Runbook.Folder == Of)];

    private void Search(ChangeEventArgs e)
    {
        Words = e.Value?.ToString();
        Go();
    }

    private void Choose(string? folder)
    {
        Of = folder;
        Go();
    }

    private void Go() => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["q"] = string.IsNullOrWhiteSpace(Words) ? null : Words, ["of"] = Of }), replace: true);
}
