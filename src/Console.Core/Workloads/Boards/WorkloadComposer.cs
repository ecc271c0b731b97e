using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>
/// Makes the workloads' statuses: where the cluster tells, its object wins; else the metric. A status is made anew only when something
/// it is made of has changed.
/// </summary>
internal sealed class WorkloadComposer
{
    private Dictionary<(string System, WorkloadProfile Workload), (Ingredients Made, WorkloadStatus Status)> kept = [];
    private WorkloadBoard? board;

    /// <summary>The board, and whether it differs from the last.</summary>
    /// <param name="picture">What the clusters told.</param>
    /// <param name="figures">What the metrics say.</param>
    /// <param name="now">The time: restarts are those of the last hour.</param>
    public (WorkloadBoard Board, bool Changed) Compose(FleetPicture picture, ReadyFigures figures, DateTimeOffset now)
    {
        var next = new Dictionary<(string, WorkloadProfile), (Ingredients, WorkloadStatus)>(kept.Count);
        var statuses = ImmutableArray.CreateBuilder<WorkloadStatus>();
        foreach (var system in picture.Systems)
        {
            foreach (var workload in system.Workloads)
            {
                var made = Gather(picture, system, workload, figures, now);
                var status = kept.TryGetValue((system.Id, workload), out var before) && before.Made == made ? before.Status : Make(system, workload, made);
                next[(system.Id, workload)] = (made, status);
                statuses.Add(status);
            }
        }

        kept = next;
        if (board is not null && board.Workloads.AsSpan().SequenceEqual(statuses.ToArray(), ReferenceEqualityComparer.Instance))
        {
            return (board, false);
        }

        board = new WorkloadBoard(statuses.ToImmutable());
        return (board, true);
    }

    /// <summary>Whether anything of the workloads can be believed, and if not why.</summary>
    /// <param name="picture">What the clusters told.</param>
    /// <param name="figures">What the metrics say; null before the first answer.</param>
    public static (Sight Sight, string? Why) Look(FleetPicture picture, ReadyFigures? figures)
    {
        var shelves = picture.Systems.SelectMany(system => system.Workloads.Select(workload =>
            picture.Find(system, workload.Namespace)?.ControllersOf(workload.Kind))).OfType<Shelf>().ToArray();
        var (sight, why) = FleetPicture.Look(shelves);
        var asks = picture.Systems.Any(system => system.Workloads.Any(workload => workload.Ready is not null));
        return shelves.Length > 0 && sight is Sight.Clear ? (Sight.Clear, null)
            : !asks ? (sight, why)
            : figures is null ? (Sight.Waiting, null)
            : figures.Silence is { } silence ? (Sight.Blind, silence)
            : (Sight.Clear, null);
    }

    private static Ingredients Gather(FleetPicture picture, SystemProfile system, WorkloadProfile workload, ReadyFigures figures, DateTimeOffset now)
    {
        var place = picture.Find(system, workload.Namespace);
        var shelf = place?.ControllersOf(workload.Kind);
        var key = new WorkloadKey(workload.Kind, workload.Name);
        var pods = place?.PodsOf.Of(key) ?? PodGroup.Empty;
        return new Ingredients(
            shelf is null ? null : place,
            place?.Find(key),
            place?.AutoscalerOf(key),
            (pods, pods.Version, place?.Budgets.Version ?? 0),
            figures.Figures.TryGetValue((system.Id, workload), out var figure) ? figure : (Figure?)null,
            shelf is not null ? shelf.Blindness : workload.Namespace.Length > 0 ? picture.NoCluster(system) : null,
            place is null || shelf is null ? picture.NoCluster(system) : Unseen(place, shelf, workload.Kind),
            place?.Pods.Told is true ? place.PodsOf.Restarts.InHour(key, now).Sum(restarts => restarts.Count) : null);
    }

    // An autoscaler or a budget that is not seen must not be taken for none.
    private static string? Unseen(NamespacePicture place, Shelf controllers, string kind)
    {
        if (controllers.IsLive && place is { Autoscalers.IsLive: true, Budgets.IsLive: true, Pods.IsLive: true })
        {
            return null;
        }

        var blind = new[] { ($"{kind}s", controllers), ("autoscalers", (Shelf)place.Autoscalers), ("disruption budgets", place.Budgets), ("pods", place.Pods) }
            .Where(it => it.Item2.Blindness is not null).Select(it => $"the {it.Item1} of {place.Name}: {it.Item2.Blindness}").ToArray();
        return blind.Length == 0 ? null : string.Join("; ", blind);
    }

    private static WorkloadStatus Make(SystemProfile system, WorkloadProfile workload, Ingredients made)
    {
        var metric = OfMetric(system.Id, workload, made.Figure) with { Unseen = made.Unseen };
        var told = made switch
        {
            { Place: null, Blindness: null } => metric,
            { Blindness: { } why } => Unseen(metric, made.Controller, why),
            { Controller: { } controller } => metric with { Ready = controller.Ready, Problem = null },
            _ => Absent(metric, $"cluster {system.Cluster} has no {workload.Kind} {workload.Namespace}/{workload.Name}"),
        };
        if (made is not { Place: { } place, Controller: { } it })
        {
            return told with { RestartsInHour = made.Restarts };
        }

        var pods = made.Pods.Group.Pods;
        var (rollout, words) = RolloutJudge.Judge(it, pods);
        return told with
        {
            Controller = it,
            Rollout = rollout,
            RolloutWords = words,
            Pending = Pending(it, pods),
            RestartsInHour = made.Restarts,
            Autoscaler = made.Autoscaler,
            Budgets = Budgets(place, it, pods),
        };
    }

    private static WorkloadStatus Unseen(WorkloadStatus metric, PodController? old, string why) => (metric, old) switch
    {
        ({ Ready: not null }, _) => metric with { Note = $"from the metric; the cluster can't be seen: {why}" },
        (_, { } controller) => metric with { Ready = controller.Ready, Problem = $"as last seen; the cluster can't be seen: {why}" },
        _ => metric with { Problem = $"the cluster can't be seen: {why}{(metric.Profile.Ready is null ? string.Empty : $"; nor the metric: {metric.Problem}")}" },
    };

    private static WorkloadStatus Absent(WorkloadStatus metric, string words) => metric.Ready is null
        ? metric with { Problem = words }
        : metric with { Note = $"from the metric; {words}" };

    // An empty answer stays unknown: count() over nothing is empty, but so is a selector that is misspelt or a source that lost its targets.
    private static WorkloadStatus OfMetric(string system, WorkloadProfile workload, Figure? figure) => (workload.Ready, figure) switch
    {
        (null, _) => new(system, workload, null, "only the cluster tells: the profile names no query for it"),
        (_, { Value: >= 0 and < int.MaxValue and var ready }) => new(system, workload, (int)Math.Round(ready), null),
        (_, { Value: { } odd }) => new(system, workload, null, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{odd} is no number of replicas")),
        (_, { } asked) => new(system, workload, null, asked.Problem),
        _ => new(system, workload, null, "waiting for the first answer"),
    };

    private static ImmutableArray<string> Pending(PodController controller, IReadOnlyCollection<Pod> pods)
    {
        const int Most = 5;
        var refused = controller.Conditions.Where(condition => condition is { Type: "ReplicaFailure", Status: "True" })
            .Select(condition => $"{condition.Reason ?? "FailedCreate"}: {condition.Message}");
        var waiting = pods.Where(pod => pod.Id.DeletedAt is null).Select(PodTrouble.Of)
            .Where(trouble => trouble is { Waits: true }).Select(trouble => trouble!.Summary);
        return [.. refused.Concat(waiting).Distinct(StringComparer.Ordinal).Take(Most)];
    }

    // The template's labels are not told; a controller's own selector asks for nothing that its template lacks.
    private static ImmutableArray<DisruptionBudget> Budgets(NamespacePicture place, PodController controller, IReadOnlyCollection<Pod> pods) =>
        [.. pods.Select(pod => pod.Id.Labels).DefaultIfEmpty(controller.Selector.Labels).SelectMany(labels => place.BudgetIndex.Over(labels)).DistinctBy(budget => budget.Id.Name)];

    private sealed record Ingredients(
        NamespacePicture? Place, PodController? Controller, Autoscaler? Autoscaler, (PodGroup Group, long Version, long Budgets) Pods,
        Figure? Figure, string? Blindness, string? Unseen, int? Restarts);
}
