using Microsoft.AspNetCore.Components;
using OpsConsole.Live;

namespace OpsConsole.Components.Live;

/// <summary>
/// A component that follows sections of the live state: drawn at once (also when prerendered), then at most four times a second when one of
/// them has news, and silent once left.
/// </summary>
public abstract class LiveComponent : ComponentBase, ILiveFollower, IAsyncDisposable
{
    private (ILiveSection Section, long Drawn)[] following = [];
    private object? drawn;
    private int isWoken;
    private volatile bool hasLeft;

    /// <summary>The live state.</summary>
    [Inject]
    public required LiveState Live { get; set; }

    /// <summary>The time.</summary>
    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    private LivePulse Pulse { get; set; } = null!;

    [Inject]
    private OneDrawing Page { get; set; } = null!;

    /// <summary>The person holds the page still: <see cref="Take"/> is not called until they go on.</summary>
    protected bool IsPaused { get; set; }

    /// <summary>The sections that are shown.</summary>
    protected abstract IReadOnlyList<ILiveSection> Sections { get; }

    /// <summary>
    /// All that <see cref="Take"/> took, where that is little: while it equals what was drawn, nothing is drawn and nothing is sent to the browser. Null where news is
    /// always drawn.
    /// </summary>
    protected virtual object? Drawing => null;

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        hasLeft = true;
        foreach (var (section, _) in following)
        {
            Pulse.Leave(section, this);
        }

        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    void ILiveFollower.Wake(ILiveSection section, bool aged)
    {
        if (!hasLeft && (aged || IsNews(section)) && Interlocked.Exchange(ref isWoken, 1) == 0)
        {
            Page.Add(this);
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // Before they are taken: a version that comes in between is drawn once too often rather than never.
        following = [.. Sections.Select(section => (section, section.Head.Version))];
        Take();
        drawn = Drawing;
        if (!RendererInfo.IsInteractive)
        {
            // The prerendered page is already true; it follows nothing.
            following = [];
        }

        foreach (var (section, _) in following)
        {
            Pulse.Join(section, this);
            ((ILiveFollower)this).Wake(section, aged: false);
        }
    }

    /// <summary>Remembers what is drawn now, whoever asked for it.</summary>
    protected override bool ShouldRender()
    {
        drawn = Drawing;
        return true;
    }

    /// <summary>Takes what is shown out of the sections; called before the first drawing and whenever one has news.</summary>
    protected abstract void Take();

    /// <summary>There is news, but the page is paused: it may count what waits, and shows nothing else of it.</summary>
    protected virtual void OnHeldBack()
    {
    }

    /// <summary>How fresh a section is now.</summary>
    /// <param name="section">The section.</param>
    protected Freshness FreshnessOf(ILiveSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section.Head.FreshnessAt(Clock.GetUtcNow(), section.StaleAfter);
    }

    /// <summary>Does something on the page's own dispatcher.</summary>
    internal async Task OnPageAsync(Action work)
    {
        try
        {
            await InvokeAsync(work);
        }
        catch (ObjectDisposedException)
        {
            // The whole page is gone.
        }
    }

    /// <summary>Takes what is new. Called on the page's dispatcher; what goes wrong is this part's, and no other's.</summary>
    /// <returns>Whether there is something to draw.</returns>
    internal bool TakeNews()
    {
        try
        {
            return Look();
        }
        catch (Exception e) when (!hasLeft)
        {
            _ = DispatchExceptionAsync(e);
            return false;
        }
    }

    /// <summary>Draws what was taken.</summary>
    internal void DrawTaken() => StateHasChanged();

    private bool IsNews(ILiveSection section)
    {
        foreach (var (one, version) in following)
        {
            if (ReferenceEquals(one, section))
            {
                return section.Head.Version != version;
            }
        }

        return false;
    }

    private bool Look()
    {
        // What comes from now on wakes again.
        Volatile.Write(ref isWoken, 0);
        if (hasLeft)
        {
            return false;
        }

        for (var i = 0; i < following.Length; i++)
        {
            following[i].Drawn = following[i].Section.Head.Version;
        }

        if (IsPaused)
        {
            OnHeldBack();
        }
        else
        {
            Take();
        }

        return Drawing is not { } now || !now.Equals(drawn);
    }
}
