using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using OpsConsole.Components.Charts;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Pages.Maintenance;
using OpsConsole.Panels;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Systems.Panels;

/// <summary>
/// Follows a system's charts for one person. What is asked is shared with all who look at the same; what nobody looks at is not asked. The page that is drawn before the
/// circuit is up shows what the live state has, and asks nobody.
/// </summary>
public sealed partial class SystemPanels : IAsyncDisposable
{
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(150);

    private readonly Dictionary<PanelProfile, PanelData> read = [];
    private readonly Dictionary<PanelProfile, Uri?> pages = [];
    private CancellationTokenSource going = new();
    private Task following = Task.CompletedTask;
    private PanelRange shown = PanelRange.Last(PanelRange.Usual[0]);
    private QueryRange query;
    private DateTimeOffset readAt;
    private Happenings? told;
    private ImmutableArray<ChartMark> marks = [];
    private PanelProfile? alone;
    private object? before;
    private string? problem;
    private bool isHeld;
    private bool hasNews = true;
    private int width;

    /// <summary>The system.</summary>
    [Parameter, EditorRequired]
    public SystemProfile Profile { get; set; } = null!;

    /// <summary>How long until now, as Prometheus writes it; null for the usual range.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>The begin of a range of the person's own; null for none.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>Its end.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>The one chart that is shown alone, as DASHBOARD/TITLE; null for all.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "panel")]
    public string? PanelName { get; set; }

    /// <summary>Who reads the charts.</summary>
    [Inject]
    public required PanelDesk Desk { get; set; }

    /// <summary>Who knows what happened.</summary>
    [Inject]
    public required HappeningReader Happened { get; set; }

    /// <summary>What is known without asking.</summary>
    [Inject]
    public required LiveState Live { get; set; }

    /// <summary>The usual range.</summary>
    [Inject]
    public required IOptions<PanelOptions> Options { get; set; }

    /// <summary>The address.</summary>
    [Inject]
    public required NavigationManager Nav { get; set; }

    /// <summary>The time.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    [Inject]
    private BrowserWidth Screen { get; set; } = null!;

    private TimeZoneInfo Zone => Browser.Zone ?? TimeZoneInfo.Utc;

    private ImmutableArray<PanelProfile> Wanted => alone is null ? Profile.Panels : [alone];

    // Small charts are 240 pixels wide or more wherever they stand.
    private int Points => alone is null ? PanelStep.Points(0) : PanelStep.Points(width);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await going.CancelAsync();
        await following;
        going.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var now = (Profile, Range, From, To, PanelName);
        hasNews = !now.Equals(before);
        if (!hasNews)
        {
            return;
        }

        before = now;
        isHeld = false;
        var range = PanelRange.Read(Range, From, To, Zone, Options.Value.Range, Clock.GetUtcNow());
        problem = range.IsOk ? null : $"{range.Explanation.Replace('\n', ';')}. The last {Components.Format.Spans.Exact(Options.Value.Range)} are shown instead.";
        shown = range.IsOk ? range.Value : PanelRange.Last(Options.Value.Range);
        alone = PanelAddress.Find(Profile, PanelName);
        read.Clear();
        Begin();
        await RestartAsync();
    }

    // The page around is drawn several times a second.
    /// <inheritdoc/>
    protected override bool ShouldRender() => hasNews;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Profile.Panels.IsEmpty)
        {
            return;
        }

        var (own, wide) = (await Browser.AskAsync(), await Screen.AskAsync());
        var isOther = alone is not null && PanelStep.Points(wide) != Points;
        width = wide;
        if (isOther)
        {
            Begin();
            await RestartAsync();
        }

        if (isOther || own is not null)
        {
            Draw();
        }
    }

    /// <summary>What is known before anybody is asked: the usual range is read all the time.</summary>
    private void Begin()
    {
        readAt = Clock.GetUtcNow();
        query = shown.At(readAt, Points);
        (told, marks) = (null, []);
        foreach (var panel in Profile.Panels)
        {
            pages[panel] = Desk.SourcePageOf(Profile, panel, shown);
        }

        if (shown.Follows && shown.Length == Options.Value.Range && alone is null)
        {
            foreach (var data in Live.Panels.Current.Value?.Of(Profile.Id).Where(data => data.Step > TimeSpan.Zero) ?? [])
            {
                read[data.Profile] = data;
            }
        }
    }

    private async Task RestartAsync()
    {
        await going.CancelAsync();
        await following;
        going.Dispose();
        going = new CancellationTokenSource();
        following = RendererInfo.IsInteractive ? FollowAsync(going.Token) : Task.CompletedTask;
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        try
        {
            do
            {
                await ReadAsync(cancellation);
                await Task.Delay(UntilNext(), Clock, cancellation);
            }
            while (shown.Follows || read.Values.Any(data => data.Problem is not null));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Left, held, or another range.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    // A little later than the whole minute, and not all circuits in the same moment. What did not work is tried again sooner.
    private TimeSpan UntilNext() =>
        (read.Values.Any(data => data.IsSilent) ? PanelStep.Pace : PanelStep.UntilNext(query.Step, Clock.GetUtcNow())) + (TimeSpan.FromSeconds(2) * (0.2 + Random.Shared.NextDouble()));

    private async Task ReadAsync(CancellationToken cancellation)
    {
        readAt = Clock.GetUtcNow();
        query = shown.At(readAt, Points);
        var reading = Wanted.Select(panel => Desk.ReadAsync(Profile, panel, query, cancellation)).ToList();

        // The points end at a whole step; what happened since then belongs to a range that follows all the same.
        var telling = TellAsync(query.From, shown.To ?? (query.To + query.Step), cancellation);
        var drawn = Clock.GetTimestamp();
        await foreach (var one in Task.WhenEach(reading))
        {
            Take(await one);
            if (Clock.GetElapsedTime(drawn) > DrawEvery)
            {
                drawn = Clock.GetTimestamp();
                Draw();
            }
        }

        await telling;
        Draw();
    }

    // Not after the lines: a source that hangs would keep back what the console itself knows.
    private async Task TellAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var read = await Happened.ReadAsync(Profile.Id, from, to, cancellation);
        told = read with { All = [.. read.All.Where(one => one.At <= (shown.To ?? readAt))] };
        marks = HappeningMarks.Of(told with { All = [.. told.All.Where(one => one.At <= query.To)] }, query.To);
        Draw();
    }

    // A source that is silent leaves the lines of before, which say that they are.
    private void Take(PanelData data) => read[data.Profile] = data.IsSilent && read.GetValueOrDefault(data.Profile) is { Lines.IsEmpty: false } last
        ? last with { Problem = data.Problem, IsSilent = true }
        : data;

    private void Draw()
    {
        hasNews = true;
        StateHasChanged();
    }

    private async Task HoldAsync()
    {
        (isHeld, hasNews) = (!isHeld, true);
        shown = isHeld ? shown.HeldAt(query.To) : PanelRange.Last(shown.Length);
        if (isHeld)
        {
            await going.CancelAsync();
        }
        else
        {
            await RestartAsync();
        }
    }

    private string AddressOf(string? range, string? from, string? to) =>
        Nav.GetUriWithQueryParameters(new Dictionary<string, object?> { ["range"] = range, ["from"] = from, ["to"] = to });
}
