using Microsoft.AspNetCore.Components;
using OpsConsole.Live;

namespace OpsConsole.Components.Live;

/// <summary>
/// A component that follows sections of the live state: drawn at once (also when prerendered), then at most four times a second when one of
/// them has news, and silent once left.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource left = new();
    private Task following = Task.CompletedTask;

    /// <summary>The live state.</summary>
    [Inject]
    public required LiveState Live { get; set; }

    /// <summary>The time.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>The person holds the page still: <see cref="Take"/> is not called until they go on.</summary>
    protected bool IsPaused { get; set; }

    /// <summary>The sections that are shown.</summary>
    protected abstract IReadOnlyList<ILiveSection> Sections { get; }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        await following;
        left.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // Before they are taken: a version that comes in between is drawn once too often rather than never.
        var taken = Sections.Select(section => (Section: section, section.Head.Version)).ToArray();
        Take();

        // The prerendered page is already true; it starts no loop.
        if (RendererInfo.IsInteractive)
        {
            following = Task.WhenAll([.. taken.Select(one => FollowAsync(one.Section, one.Version)), WatchAgesAsync()]);
        }
    }

    /// <summary>Takes what is shown out of the sections; called before the first drawing and whenever one has news.</summary>
    protected abstract void Take();

    /// <summary>There is news, but the page is paused: it may count what waits, and shows nothing else of it.</summary>
    protected virtual void OnHeldBack()
    {
    }

    /// <summary>How fresh a section is now.</summary>
    /// <param name="section">The section.</param>
    protected Freshness FreshnessOf(ILiveSection section) => section.Head.FreshnessAt(Clock.GetUtcNow(), section.StaleAfter);

    private async Task FollowAsync(ILiveSection section, long drawn)
    {
        try
        {
            await foreach (var head in section.WatchHeadsAsync(left.Token))
            {
                if (head.Version == drawn)
                {
                    continue;
                }

                await InvokeAsync(Draw);

                // Meanwhile versions merge; the last is never lost.
                await Task.Delay(Pace, Clock, left.Token);
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

    /// <summary>Draws when a section becomes stale by time alone: then nothing else would tell.</summary>
    private async Task WatchAgesAsync()
    {
        try
        {
            var were = Ages();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), Clock);
            while (await timer.WaitForNextTickAsync(left.Token))
            {
                var are = Ages();
                if (!are.SequenceEqual(were))
                {
                    were = are;
                    await InvokeAsync(Draw);
                }
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Left.
        }
    }

    private List<Freshness> Ages() => [.. Sections.Select(FreshnessOf)];

    private void Draw()
    {
        if (IsPaused)
        {
            OnHeldBack();
        }
        else
        {
            Take();
        }

        StateHasChanged();
    }
}
