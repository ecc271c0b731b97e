using System.Collections.Immutable;
using OpsConsole.Leadership;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

/// <summary>Views for the checks: made through the same picture that the collector fills, so that what belongs together is found as it is there.</summary>
internal static class Views
{
    public static readonly LeaderElectionProfile Election =
        new(Made.Namespace, "leader", null, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 3, "Nothing is reconciled.");

    public static LeaderStatus Led => new()
    {
        System = "a",
        State = LeaderState.Led,
        Holder = "api-5d8f-0",
        Because = "api-5d8f-0 holds the lease and renews it",
        Lease = new Lease(Made.Namespace, "leader", "uid-1", "7", "api-5d8f-0", TimeSpan.FromSeconds(30), Made.Noon.AddHours(-2), Made.Noon, 3),
    };

    public static FleetPicture Picture(params SystemProfile[] systems)
    {
        var picture = new FleetPicture(["prod", "other"]);
        picture.Follow(new SystemCatalog([.. systems.Select(system => new LoadedSystem(system, [], $"systems/{system.Id}.yaml"))], []));
        return picture;
    }

    public static void Put(this FleetPicture picture, params IClusterObject[] objects)
    {
        foreach (var item in objects)
        {
            var place = picture.Namespaces.FirstOrDefault(it => it.Name == item.Id.Namespace);
            switch (item)
            {
                case Deployment it:
                    Put(place!.Deployments, it);
                    break;
                case StatefulSet it:
                    Put(place!.StatefulSets, it);
                    break;
                case DaemonSet it:
                    Put(place!.DaemonSets, it);
                    break;
                case ReplicaSet it:
                    Put(place!.ReplicaSets, it);
                    break;
                case Pod it:
                    Put(place!.Pods, it);
                    break;
                case DisruptionBudget it:
                    Put(place!.Budgets, it);
                    break;
                case Autoscaler it:
                    Put(place!.Autoscalers, it);
                    break;
                case Node it:
                    Put(picture.Nodes["prod"], it);
                    break;
            }
        }
    }

    /// <summary>A system's view of these objects at noon.</summary>
    public static SystemView Of(params IClusterObject[] objects) => Of(Made.System(), objects);

    public static SystemView Of(SystemProfile system, params IClusterObject[] objects)
    {
        var picture = Picture(system);
        picture.Namespaces.Single().Deployments.Apply(new ClusterChange<Deployment>.Listed([], Made.Noon));
        picture.Put(objects);
        picture.Namespaces.Single().PodsOf.Settle();
        return new ViewComposer(picture, Made.Noon).Of(system, null, []);
    }

    public static ImmutableArray<Pod> Pods(string workload, int count) => [.. Enumerable.Range(0, count).Select(i => Made.PodOf(workload, $"{i}"))];

    public static Suspicion? Only(this ICheck check, SystemView view) => check.Look(view).ToArray() switch
    {
        [] => null,
        [var one] => one,
        var many => throw new InvalidOperationException($"{many.Length} findings where one is due"),
    };

    private static void Put<T>(Shelf<T> shelf, T item)
        where T : class, IClusterObject => shelf.Apply(new ClusterChange<T>.Put(item, Made.Noon));
}
