using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Components.Charts;
using OpsConsole.Pages.Systems.Panels;
using OpsConsole.Panels;
using OpsConsole.Queues;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Queues;

/// <summary>A queue's depth over time: the hours that are kept anyhow, with the forecast behind them; or longer, asked once for all who look.</summary>
public sealed partial class QueueDepth : IAsyncDisposable
{
    private const int Points = 480;

    private static readonly ImmutableArray<(string Word, TimeSpan? Length)> Ranges = [("3h", null), ("24h", TimeSpan.FromHours(24)), ("7d", TimeSpan.FromDays(7)), ("30d", TimeSpan.FromDays(30))];

    private CancellationTokenSource left = new();
    private Task following = Task.CompletedTask;
    private string? followed;
    private QueueChart? chart;
    private ImmutableArray<ChartMark> marks = [];
    private string? problem;

    /// <summary>The queue.</summary>
    [Parameter, EditorRequired]
    public QueueStatus Queue { get; set; } = null!;

    /// <summary>Its system.</summary>
    [Parameter, EditorRequired]
    public SystemProfile Profile { get; set; } = null!;

    /// <summary>When it was read.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset At { get; set; }

    /// <summary>The range as the address says it; null for the hours that are kept.</summary>
    [Parameter]
    public string? Range { get; set; }

    /// <summary>Where times are told; null for UTC.</summary>
    [Parameter]
    public TimeZoneInfo? Zone { get; set; }

    /// <summary>What the chart shows, in words.</summary>
    [Parameter]
    public string Story { get; set; } = string.Empty;

    /// <summary>Whether what is known is old.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    [Inject]
    private PanelDesk Desk { get; set; } = null!;

    [Inject]
    private HappeningReader Happened { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private (string Word, TimeSpan? Length) Chosen => Ranges.FirstOrDefault(range => range.Word == Range, Ranges[0]);

    private string Word => Chosen.Word;

    private PanelProfile Asked => new(Queue.Profile.Title, Queue.Profile.Unit, [new PanelQuery(Queue.Profile.Depth, Queue.Profile.Title)], null, string.Empty);

    private Uri? SourcePage => Desk.SourcePageOf(Profile, Asked, PanelRange.Last(Chosen.Length ?? TimeSpan.FromHours(3)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await following;
        left.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Chosen.Length is null)
        {
            (chart, problem) = (QueueChart.Of(Queue, At), Range is null || Range == Word ? null : $"'{(Range.Length > 20 ? Range[..20] : Range)}' is no range here: {string.Join(", ", Ranges.Select(range => range.Word))} are");
        }

        var wanted = $"{Profile.Id}/{Queue.Profile.Name}/{Word}";
        if (wanted != followed)
        {
            followed = wanted;
            chart = Chosen.Length is null ? chart : null;
            await left.CancelAsync();
            await following;
            left.Dispose();
            left = new CancellationTokenSource();
            following = RendererInfo.IsInteractive ? FollowAsync(left.Token) : Task.CompletedTask;
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await ReadAsync(cancellation);
                StateHasChanged();
                await Task.Delay(PanelStep.Pace, Clock, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Left, or another range.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var now = Clock.GetUtcNow();
        if (Chosen.Length is { } length)
        {
            var data = await Desk.ReadAsync(Profile, Asked, PanelRange.Last(length).At(now, Points), cancellation);
            (chart, problem) = (QueueChart.Of(Queue, data.Lines is [var line, ..] ? line.Points : [], data.From, data.To), data.Problem);
        }

        // Their times stay the same for all who look within a minute.
        var to = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        marks = HappeningMarks.Of(await Happened.ReadAsync(Profile.Id, to - (Chosen.Length ?? TimeSpan.FromHours(3)), to, cancellation), now);
    }
}
