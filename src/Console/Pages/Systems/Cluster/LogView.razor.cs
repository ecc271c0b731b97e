using Microsoft.AspNetCore.Components;
using OpsConsole.Workloads;

namespace OpsConsole.Pages.Systems.Cluster;

/// <summary>The end of a container's log, as it grows: filtered, held still on request, never more often drawn than four times a second.</summary>
public sealed partial class LogView : IAsyncDisposable
{
    private const int DrawnAtOnce = 300;
    private const int FirstLines = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private List<string> containers = [];
    private List<TailLine> shown = [];
    private string container = string.Empty;
    private string text = string.Empty;
    private bool previous;
    private bool wraps;
    private bool isPaused;
    private bool ended;
    private long held;
    private long dropped;
    private long waiting;
    private string? problem;
    private LogTail? tail;
    private CancellationTokenSource? reading;
    private Task following = Task.CompletedTask;

    /// <summary>The clusters.</summary>
    [Inject]
    public required IEnumerable<IClusterSource> Clusters { get; set; }

    /// <summary>The time.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>The system's id.</summary>
    [Parameter, EditorRequired]
    public string SystemId { get; set; } = string.Empty;

    /// <summary>The cluster's name in the configuration.</summary>
    [Parameter, EditorRequired]
    public string Cluster { get; set; } = string.Empty;

    /// <summary>The pod.</summary>
    [Parameter, EditorRequired]
    public Pod Pod { get; set; } = null!;

    private string Container
    {
        get => container;
        set
        {
            container = value;
            Begin();
        }
    }

    private bool Previous
    {
        get => previous;
        set
        {
            previous = value;
            Begin();
        }
    }

    private string Text
    {
        get => text;
        set
        {
            text = value;
            Take();
        }
    }

    private bool CanSeePrevious => Pod.Containers.Any(it => it.Name == container && it.Restarts > 0);

    private string Download =>
        $"systems/{SystemId}/pods/{Uri.EscapeDataString(Pod.Id.Namespace)}/{Uri.EscapeDataString(Pod.Id.Name)}/log?container={Uri.EscapeDataString(container)}{(previous ? "&previous=true" : null)}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (reading is not null)
        {
            await reading.CancelAsync();
        }

        await following;
        reading?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        containers = [.. Pod.Containers.OrderBy(it => it.IsInit).Select(it => it.Name)];
        if (container.Length == 0 && containers.Count > 0)
        {
            container = containers[0];
            if (RendererInfo.IsInteractive)
            {
                Begin();
            }
        }
    }

    private void Begin()
    {
        reading?.Cancel();
        if (Clusters.FirstOrDefault(it => it.Name == Cluster) is not { } cluster)
        {
            problem = $"No cluster is named '{Cluster}' any more.";
            return;
        }

        (shown, problem, ended, waiting, isPaused) = ([], null, false, 0, false);
        reading = new CancellationTokenSource();
        tail = new LogTail(cluster, new LogQuery(Pod.Id.Namespace, Pod.Id.Name, container, FirstLines, !previous) { Previous = previous });
        following = FollowAsync(following, tail, reading.Token);
    }

    private async Task FollowAsync(Task before, LogTail log, CancellationToken cancellation)
    {
        try
        {
            await before;
            using var news = new SemaphoreSlim(0, 1);
            var run = log.RunAsync(() => Wake(news), cancellation);
            while (!log.Ended)
            {
                await news.WaitAsync(cancellation);
                await InvokeAsync(Draw);

                // Meanwhile lines gather: a chatty log must not become a chatty page.
                await Task.Delay(Pace, Clock, cancellation);
            }

            await run;
            await InvokeAsync(Draw);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Another container, or the drawer was closed.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private static void Wake(SemaphoreSlim news)
    {
        try
        {
            if (news.CurrentCount == 0)
            {
                news.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // The reader has left; the last line came too late for it.
        }
    }

    private void Pause()
    {
        isPaused = !isPaused;
        Take();
    }

    private void Draw()
    {
        Take();
        StateHasChanged();
    }

    private void Take()
    {
        if (tail is null)
        {
            return;
        }

        (problem, ended) = (tail.Problem, tail.Ended);
        if (isPaused && shown.Count > 0)
        {
            // What is looked at stays where it is, and is only narrowed by the filter.
            waiting = tail.Read - shown[^1].Number;
            var last = shown[^1].Number;
            var narrowed = tail.Lines(text).Where(line => line.Number <= last).ToList();
            shown = narrowed.Count > 0 ? narrowed : shown;
            return;
        }

        (shown, held, dropped, waiting) = ([.. tail.Lines(text)], tail.Read - tail.Dropped, tail.Dropped, 0);
    }
}
