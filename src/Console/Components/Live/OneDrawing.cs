using Microsoft.AspNetCore.Components;

namespace OpsConsole.Components.Live;

/// <summary>
/// Draws all parts of one open page that have news in one go. A change mostly reaches several parts at once, and each drawing of its own would be a message of its own, with
/// its acknowledgement. One a circuit.
/// </summary>
internal sealed class OneDrawing
{
    private readonly Lock gate = new();
    private List<LiveComponent> woken = [];
    private RenderHandle? root;
    private bool isUnderWay;

    /// <summary>Has a part drawn soon, on a thread of its own: drawing a thousand pages one after the other would let the last wait for all.</summary>
    /// <param name="part">The part.</param>
    public void Add(LiveComponent part)
    {
        lock (gate)
        {
            woken.Add(part);
            if (isUnderWay)
            {
                return;
            }

            isUnderWay = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static one => _ = one.part.OnPageAsync(one.Item1.Draw), (this, part), preferLocal: false);
    }

    /// <summary>What is drawn within this part's drawing goes to the browser with it. Called on the circuit's dispatcher.</summary>
    /// <param name="handle">The part's.</param>
    public void Attach(RenderHandle handle) => root = handle;

    /// <summary>The part is gone: whatever comes is drawn without it.</summary>
    public void Detach() => root = null;

    private void Draw()
    {
        List<LiveComponent> parts;
        lock (gate)
        {
            (parts, woken, isUnderWay) = (woken, [], false);
        }

        // Mostly nothing that is shown has changed, or one part: a picture of nothing would be a message, too.
        parts.RemoveAll(part => !part.TakeNews());
        if (parts.Count > 1 && root is { } handle)
        {
            // While a part is drawn, what asks to be drawn is put into the same picture.
            handle.Render(_ => parts.ForEach(part => part.DrawTaken()));
        }
        else
        {
            parts.ForEach(part => part.DrawTaken());
        }
    }
}

/// <summary>Stands once in a page's frame, shows nothing, and lets <see cref="OneDrawing"/> draw within it.</summary>
public sealed class OneDrawingRoot : IComponent, IDisposable
{
    [Inject]
    private OneDrawing Drawing { get; set; } = null!;

    /// <inheritdoc/>
    public void Attach(RenderHandle renderHandle) => Drawing.Attach(renderHandle);

    /// <inheritdoc/>
    public Task SetParametersAsync(ParameterView parameters) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => Drawing.Detach();
}
