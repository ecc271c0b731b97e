using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>Every workload of the cluster with its controller: the fleet's, and those that somebody made through the API.</summary>
internal sealed class WorkloadSet(EventRecorder events)
{
    private readonly Dictionary<(ResourceKind, ObjectKey), WorkloadController> known = [];
    private readonly HashSet<Workload> fleet = [];

    public EventRecorder Events => events;

    public IReadOnlyCollection<WorkloadController> All => known.Values;

    /// <summary>Those that the fleet's description does not have.</summary>
    public IEnumerable<Workload> Guests => known.Values.Select(c => c.Workload).Where(w => !fleet.Contains(w));

    public void AddFleet(WorkloadController controller)
    {
        fleet.Add(controller.Workload);
        Add(controller);
    }

    public void Add(WorkloadController controller) => known[(WorkloadController.KindOf(controller.Workload.Description.Kind), controller.Key)] = controller;

    public WorkloadController? Find(ResourceKind kind, ObjectKey key) => known.GetValueOrDefault((kind, key));

    public Pod? PodOf(ObjectKey key)
    {
        foreach (var controller in known.Values)
            if (controller.Key.Namespace == key.Namespace && key.Name.StartsWith(controller.Key.Name, StringComparison.Ordinal)
                && controller.Workload.Pods.FirstOrDefault(p => p.Name == key.Name) is { } pod) return pod;
        return null;
    }

    /// <summary>Forgets the guests that are deleted and have no pods any more.</summary>
    public void Forget()
    {
        foreach (var (key, controller) in known.Where(k => k.Value.Workload is { Deleted: true, Pods.Count: 0 }).ToList())
        {
            controller.Remove();
            if (!fleet.Contains(controller.Workload)) known.Remove(key);
        }
    }
}
