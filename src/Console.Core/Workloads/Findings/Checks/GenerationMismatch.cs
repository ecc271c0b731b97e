using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>A change that its controller has not seen: the controller manager is away or overloaded.</summary>
internal sealed class GenerationMismatch : ICheck
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Id => "generation-mismatch";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) => view.Workloads
        .Where(it => it.Controller.ObservedGeneration < it.Controller.Generation)
        .Select(it => new Suspicion(
            FindingLevel.Warning, it.Title, "Its last change was not taken up",
            string.Create(CultureInfo.InvariantCulture,
                $"It is at generation {it.Controller.Generation}, and its controller has seen {it.Controller.ObservedGeneration} for more than {DurationText.Words(Long)}: nothing that was changed since has any effect."),
            "Look at the cluster's controller manager: it may be down, or without a leader.")
        {
            After = Long,
        });
}
