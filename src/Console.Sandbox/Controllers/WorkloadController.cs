using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>Keeps one workload's object up to what the model does with it.</summary>
internal abstract class WorkloadController(ObjectStore store, EventRecorder events, Workload workload)
{
    public Workload Workload => workload;

    public ObjectKey Key { get; } = new(workload.Description.Namespace, workload.Description.Name);

    /// <summary>What tells of its pods' coming and going.</summary>
    protected abstract string Component { get; }

    protected abstract ResourceKind Kind { get; }

    protected ObjectStore Store => store;

    protected EventRecorder Events => events;

    protected Involved About => new(Kind, Key, store.Look(Kind, Key)?.Uid ?? "");

    public static WorkloadController Of(ObjectStore store, EventRecorder events, Workload workload, double began) =>
        workload.Description.Kind == "Deployment" ? new DeploymentController(store, events, workload, began)
            : new SetController(store, events, workload);

    public static ResourceKind KindOf(string kind) => kind switch
    {
        "StatefulSet" => Kinds.StatefulSet,
        "DaemonSet" => Kinds.DaemonSet,
        _ => Kinds.Deployment,
    };

    /// <summary>What a pod's ownerReferences name.</summary>
    public abstract JsonObject OwnerOf(Pod pod);

    /// <summary>Writes what the pods refer to, before they are written.</summary>
    public abstract void Before(double t, bool quietly);

    /// <summary>Writes what follows from the pods.</summary>
    public abstract void After(double t, bool quietly);

    /// <summary>Takes away what it wrote beside its own object, once that and the pods are gone.</summary>
    public virtual void Remove()
    {
    }

    public virtual void Came(Pod pod, double t) =>
        events.Normal(Maker(pod), "SuccessfulCreate", $"Created pod: {pod.Name}", Component, t);

    public virtual void Ended(Pod pod, double t) =>
        events.Normal(Maker(pod), "SuccessfulDelete", $"Deleted pod: {pod.Name}", Component, t);

    /// <summary>Counts as the API writes them: zero is absent.</summary>
    protected static JsonObject Counts(params ReadOnlySpan<(string Name, int Value)> counts)
    {
        var it = new JsonObject();
        foreach (var (name, value) in counts)
            if (value != 0) it[name] = value;
        return it;
    }

    protected void WriteStatus(Action<JsonObject> write) => store.Patch(Kind, Key, whole =>
    {
        write(whole);
        return whole;
    }, dryRun: false, Part.Status);

    private Involved Maker(Pod pod)
    {
        var owner = OwnerOf(pod);
        return new(Kind == Kinds.Deployment ? Kinds.ReplicaSet : Kind, new(Key.Namespace, owner["name"]!.GetValue<string>()), owner["uid"]!.GetValue<string>());
    }
}
