using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Pages.Maintenance;
using OpsConsole.Walls;

namespace OpsConsole.Pages.Overview;

/// <summary>Overview without anything around it, large, page after page by the clock.</summary>
public sealed partial class OverviewWall
{
    private readonly CancellationTokenSource left = new();
    private Wall wall = Of(null);
    private Task turning = Task.CompletedTask;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections =>
        [Live.Overview, Live.Alerts, Live.Acknowledgements, Live.Sources, Live.DeadMansSwitches];

    private string Favicon => Live.Overview.Current.Value?.Counts.Where(count => count.Value > 0).Select(count => count.Key.Label()).FirstOrDefault()
        ?? (FreshnessOf(Live.Overview) is Freshness.Live ? "ok" : "unknown");

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await turning;
        left.Dispose();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        if (RendererInfo.IsInteractive)
        {
            turning = TurnAsync();
        }
    }

    // What stands on it is put together anew with each drawing.
    /// <inheritdoc/>
    protected override void Take()
    {
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Browser.AskAsync() is { } zone)
        {
            wall = Of(zone);
            StateHasChanged();
        }
    }

    private static Wall Of(TimeZoneInfo? zone) =>
        new(new WallWish("overview", "All systems", string.Empty, zone?.Id ?? "UTC", zone is null || zone.Id == "UTC" ? string.Empty : "UTC"), string.Empty, default);

    /// <summary>Draws when the next page's turn comes, whether or not anything changed.</summary>
    private async Task TurnAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(WallRotation.UntilNext(Clock.GetUtcNow()) + TimeSpan.FromMilliseconds(20), Clock, left.Token);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Left.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }
}
