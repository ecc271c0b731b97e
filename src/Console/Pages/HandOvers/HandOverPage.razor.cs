using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Components.Live;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Pages.HandOvers;

/// <summary>What the next shift must know, on one page, live; copied and downloaded as Markdown.</summary>
public sealed partial class HandOverPage
{
    private const int Most = 50;
    private const string Markdown = "api/v1/handover?format=markdown";
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly Follower follower = new();
    private HandOverWritten written = HandOverWritten.Nothing;
    private HandOverReport hand = null!;
    private Sight? sight;
    private ResponseClocks clocks = null!;
    private IncidentBoard? readOf;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts, Live.Acknowledgements, Live.Silences, Live.Actions, Live.Slo, Live.Incidents];

    /// <inheritdoc/>
    protected override object? Drawing => hand;

    [Inject]
    private HandOverDesk Desk { get; set; } = null!;

    [Inject]
    private HandOverNotes Notes { get; set; } = null!;

    private SystemCatalog Catalog => Live.Systems.Current.Value ?? SystemCatalog.Empty;

    private string EndingWords => $"{hand.SilencesEnding.Length} of {Live.Silences.Current.Value?.Count(SilenceState.Active) ?? 0}";

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await follower.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // Followed before they are read: what is written in between is read twice and not missed.
        var news = RendererInfo.IsInteractive ? Notes.FollowAsync(follower.Left) : null;
        await LoadAsync();
        if (news is not null)
        {
            follower.Follow(news, _ => LoadAgainAsync(), DispatchExceptionAsync);
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        // Whatever is new on an incident makes a new board: its notes are read again.
        if (sight is not null && !ReferenceEquals(readOf, Live.Incidents.Current.Value))
        {
            _ = LoadAgainAsync();
        }

        // Mostly only the age of a section is news: with thousands of alerts the rest is not made again for that.
        var now = Clock.GetUtcNow();
        var seen = new Sight(
            Live.Alerts.Current.Value, Live.Acknowledgements.Current.Value, Live.Silences.Current.Value, Live.Actions.Current.Value, Live.Slo.Current.Value, Live.Incidents.Current.Value, written,
            string.Concat(Sections.Select(section => $"{FreshnessOf(section)}{section.Head.Problem}")), now.Ticks / TimeSpan.TicksPerMinute);
        if (seen.IsSame(sight))
        {
            return;
        }

        sight = seen;
        clocks = new ResponseClocks(Catalog);
        hand = Desk.Of(written);
    }

    private async Task LoadAsync()
    {
        readOf = Live.Incidents.Current.Value;
        var now = await Desk.WrittenAsync(CancellationToken.None);

        // What was read before is better than nothing, while it is said that it is old.
        written = now.Problem is { } why ? written with { Problem = why } : now;
        Take();
    }

    private Task LoadAgainAsync() => InvokeAsync(async () =>
    {
        try
        {
            await LoadAsync();
            StateHasChanged();
        }
        catch (ObjectDisposedException)
        {
            // Left meanwhile.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    });

    // What is said of two sections is as sure as the one that knows less.
    private ILiveSection Least(ILiveSection one, ILiveSection other) => FreshnessOf(one) >= FreshnessOf(other) ? one : other;

    private ResponseClock? DueOf(HandOverAlerts alerts) => alerts.Lead is { } lead && clocks.Of(lead, Live.Acknowledgements.Current.Value ?? AckBoard.Empty) is { IsRunning: true } due ? due : null;

    private string SystemOf(string? system) => system is null ? "no system" : Catalog.Find(system)?.Profile.Title ?? HandOverWords.Cut(system);

    private static string? Many(HandOverAlerts alerts) => alerts.Count > 1 ? $" ({alerts.Count} alerts)" : null;

    private static string? Says(HandOverAlerts alerts) => alerts.Lead is { Says.Length: > 0 } lead ? $": {HandOverWords.Cut(lead.Says)}" : null;

    private sealed record Sight(
        AlertBoard? Alerts, AckBoard? Acknowledged, SilenceBoard? Silences, ActionBoard? Actions, SloBoard? Budgets, IncidentBoard? Incidents, HandOverWritten Written, string Doubts, long Minute)
    {
        public bool IsSame(Sight? other) => other is not null && ReferenceEquals(Alerts, other.Alerts) && ReferenceEquals(Acknowledged, other.Acknowledged) && ReferenceEquals(Silences, other.Silences)
            && ReferenceEquals(Actions, other.Actions) && ReferenceEquals(Budgets, other.Budgets) && ReferenceEquals(Incidents, other.Incidents) && ReferenceEquals(Written, other.Written)
            && Doubts == other.Doubts && Minute == other.Minute;
    }
}
