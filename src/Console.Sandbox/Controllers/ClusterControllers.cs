using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>What the controllers ask of the simulated fleet.</summary>
internal sealed record FleetFacts(Func<Pod, double?> Cpu, Func<string, string, bool?> NodeCondition);

/// <summary>The cluster's controllers: each step takes in what people changed, and puts back what the model did.</summary>
internal sealed class ClusterControllers
{
    private readonly ObjectStore store;
    private readonly double began;
    private readonly EventRecorder events;
    private readonly WorkloadSet workloads;
    private readonly Intake intake;
    private readonly PodController pods;
    private readonly BudgetController budgets;
    private readonly AutoscalerController autoscalers;
    private readonly NodeController nodes;

    public ClusterControllers(ObjectStore store, Scheduler scheduler, FleetFacts facts, double began)
    {
        (this.store, this.began) = (store, began);
        events = new(store);
        workloads = new(events);
        intake = new(store, workloads, scheduler);
        pods = new(store, events);
        budgets = new(store, workloads);
        autoscalers = new(store, workloads, facts.Cpu);
        nodes = new(store, events, scheduler.Nodes, facts.NodeCondition);
    }

    /// <summary>Workloads that somebody made through the API.</summary>
    public IEnumerable<Workload> Guests => workloads.Guests;

    /// <summary>Writes the fleet as it stands, quietly: it has been so for days.</summary>
    public void Begin(IEnumerable<Workload> fleet, double t)
    {
        foreach (var workload in fleet)
        {
            var controller = WorkloadController.Of(store, events, workload, began);
            workloads.AddFleet(controller);
            Install(workload, controller.Key);
            intake.Touched.Add(controller.Key.Namespace);
        }
        Put(t, quietly: true);
        intake.Begin();
        budgets.Step(intake.Touched, began);
        autoscalers.Step(t, onlyLook: true);
        intake.Begin();
    }

    public void TakeIn(double t) => intake.Step(t);

    public void PutBack(double t)
    {
        Put(t, quietly: false);
        budgets.Step(intake.Touched, t);
        autoscalers.Step(t);
        events.Expire(t);
    }

    /// <summary>Tells of a lease's new holder, or of one that let go.</summary>
    public void LeaderChanged(Pod pod, string lease, bool leads, double t)
    {
        var key = new ObjectKey(pod.Workload.Description.Namespace, lease);
        events.Normal(new(Kinds.Lease, key, store.Look(Kinds.Lease, key)?.Uid ?? ""), "LeaderElection",
            leads ? $"{pod.Name} became leader" : $"{pod.Name} stopped leading", pod.Workload.Description.Name, t);
    }

    private void Put(double t, bool quietly)
    {
        nodes.Step(t, began, quietly);
        pods.Clear();
        foreach (var controller in workloads.All)
        {
            var deleted = controller.Workload.Deleted;
            if (!deleted) controller.Before(t, quietly);
            pods.Write(controller, t, quietly);
            if (!deleted) controller.After(t, quietly);
        }
        workloads.Forget();
    }

    private void Install(Workload workload, ObjectKey key)
    {
        var (it, kind) = (workload.Description, WorkloadController.KindOf(workload.Description.Kind));
        var whole = Manifests.Workload(it, workload.Current.Template);
        whole["metadata"]!["creationTimestamp"] = Manifests.Time(began);
        if (it.Kind == "Deployment") whole["metadata"]!["annotations"] = Manifests.Json([new("deployment.kubernetes.io/revision", "1")]);
        var stored = store.Put(kind, key, whole);
        workload.Generation = workload.ObservedGeneration = stored.Number("metadata", "generation");
        if (it.Budget is not null) Put(Kinds.PodDisruptionBudget, Manifests.Budget(it));
        if (it.Autoscaler is not null) Put(Kinds.HorizontalPodAutoscaler, Manifests.Autoscaler(it));

        void Put(ResourceKind guard, System.Text.Json.Nodes.JsonObject manifest)
        {
            manifest["metadata"]!["creationTimestamp"] = Manifests.Time(began);
            store.Put(guard, key, manifest);
        }
    }
}
