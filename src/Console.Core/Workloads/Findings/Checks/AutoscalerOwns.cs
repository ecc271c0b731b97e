using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>An autoscaler owns the replicas: a scale by hand lasts seconds, and its bounds must fit the profile's.</summary>
internal sealed class AutoscalerOwns : ICheck
{
    /// <inheritdoc/>
    public string Id => "autoscaler-owns";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view) =>
        view.Workloads.Where(it => it.Autoscaler is not null).Select(it => Judge(it, it.Autoscaler!));

    private static Suspicion Judge(WorkloadView it, Autoscaler autoscaler)
    {
        var bounds = string.Create(CultureInfo.InvariantCulture, $"{autoscaler.Id.Name} keeps it between {autoscaler.Min} and {autoscaler.Max}; now {autoscaler.Current}, it wants {autoscaler.Desired}.");
        if (Contradictions(it, autoscaler) is { IsEmpty: false } contradictions)
        {
            return new(
                FindingLevel.Warning, it.Title, "Its autoscaler's bounds contradict the profile's",
                $"{bounds} {string.Join("; ", contradictions)}.", "Change the autoscaler's bounds, or the profile's where they are out of date.");
        }

        return it.Controller.Desired == 0
            ? new(FindingLevel.Hint, it.Title, "0 replicas have switched its autoscaler off", $"{bounds} At 0 replicas it does nothing until someone scales up by hand.", "Scale to 1 or more, and it takes over again.")
            : new(FindingLevel.Hint, it.Title, "A scale by hand will be undone", $"{bounds} It looks every 15 s and sets the replicas anew.", "Change the autoscaler's minimum or maximum instead.");
    }

    private static ImmutableArray<string> Contradictions(WorkloadView it, Autoscaler autoscaler)
    {
        if (it.Profile is not { } profile)
        {
            return [];
        }

        var text = CultureInfo.InvariantCulture;
        return
        [
            .. autoscaler.Min < profile.Min ? [string.Create(text, $"It may go down to {autoscaler.Min}; the profile allows no fewer than {profile.Min}")] : Array.Empty<string>(),
            .. autoscaler.Max > profile.Max ? [string.Create(text, $"It may go up to {autoscaler.Max}; the profile allows no more than {profile.Max}")] : Array.Empty<string>(),
        ];
    }
}
