using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>Scheduler and kubelets: writes the pods' objects as the model has them, and the events of their lives.</summary>
internal sealed class PodController(ObjectStore store, EventRecorder events)
{
    private const double Repeated = 10;
    private readonly Dictionary<Pod, Written> written = [];

    public static ObjectKey KeyOf(Pod pod) => new(pod.Workload.Description.Namespace, pod.Name);

    /// <summary>Takes away the objects of pods that are gone. Before the new ones are written: one of them may have the same name.</summary>
    public void Clear()
    {
        foreach (var pod in written.Keys.Where(p => !p.Workload.Holds(p)).ToList())
        {
            written.Remove(pod);
            if (store.Look(Kinds.Pod, KeyOf(pod))?.Uid == pod.Uid) store.Remove(Kinds.Pod, KeyOf(pod));
        }
    }

    /// <summary>Writes one workload's pods.</summary>
    public void Write(WorkloadController controller, double t, bool quietly)
    {
        foreach (var pod in controller.Workload.Pods)
        {
            var face = PodFace.Of(pod);
            if (!written.TryGetValue(pod, out var it))
            {
                written[pod] = it = Make(pod, controller.OwnerOf(pod), quietly ? pod.CreatedAt : t);
                if (!quietly)
                {
                    controller.Came(pod, t);
                    Tell(pod, default, face, t);
                }
            }
            else if (it.Face != face) Update(controller, pod, it, face, t);
            it.Face = face;
            if (!quietly && t >= it.Again) Repeat(pod, it, t);
        }
    }

    private Written Make(Pod pod, JsonObject owner, double t)
    {
        var it = new Written { Again = t };
        var whole = PodStatus.New(pod, owner);
        // A quiet start tells of pods that have long been ready.
        whole["status"] = PodStatus.Of(pod, it.Conditions, t);
        pod.Uid = store.Put(Kinds.Pod, KeyOf(pod), whole).Uid;
        return it;
    }

    private void Update(WorkloadController controller, Pod pod, Written it, PodFace face, double t)
    {
        var key = KeyOf(pod);
        if (face.Node != it.Face.Node && store.Find(Kinds.Pod, key) is { } unplaced)
        {
            unplaced["spec"]!["nodeName"] = pod.Node;
            store.Put(Kinds.Pod, key, unplaced);
        }
        if (face.Ending && !it.Face.Ending && store.Look(Kinds.Pod, key) is { } going && going.At("metadata", "deletionTimestamp") is null)
        {
            store.Delete(Kinds.Pod, key, new() { GraceSeconds = pod.GraceSeconds }, dryRun: false);
            controller.Ended(pod, t);
        }
        store.Patch(Kinds.Pod, key, whole =>
        {
            whole["status"] = PodStatus.Of(pod, it.Conditions, t);
            return whole;
        }, dryRun: false, Part.Status);
        Tell(pod, it.Face, face, t);
        it.Again = Math.Min(it.Again, t);
    }

    private void Tell(Pod pod, PodFace was, PodFace face, double t)
    {
        var about = About(pod);
        var (container, image) = (pod.Workload.Description.Container, pod.Revision.Image);
        if (face.Node.Length > 0 && string.IsNullOrEmpty(was.Node))
            events.Normal(about, "Scheduled", $"Successfully assigned {pod.Workload.Description.Namespace}/{pod.Name} to {pod.Node}", "default-scheduler", t);
        if (face.Hold == PodHold.ImagePull && was.Hold != PodHold.ImagePull)
        {
            events.Normal(about, "Pulling", $"Pulling image \"{image}\"", "kubelet", t);
            events.Warning(about, "Failed", $"Failed to pull image \"{image}\": rpc error: code = NotFound desc = {image}: not found", "kubelet", t);
            events.Warning(about, "Failed", "Error: ErrImagePull", "kubelet", t);
        }
        if ((face.Running && !was.Running) || (face.Running && face.RunSince != was.RunSince && !face.Waiting))
        {
            events.Normal(about, "Pulled", $"Container image \"{image}\" already present on machine", "kubelet", t);
            events.Normal(about, "Created", $"Created container: {container}", "kubelet", t);
            events.Normal(about, "Started", $"Started container {container}", "kubelet", t);
        }
        if (face.Ending && !was.Ending && face.Running) events.Normal(about, "Killing", $"Stopping container {container}", "kubelet", t);
    }

    // What a kubelet or the scheduler says again and again while it lasts.
    private void Repeat(Pod pod, Written it, double t)
    {
        var about = About(pod);
        it.Again = t + Repeated;
        if (pod.Ending) return;
        if (pod.Hold == PodHold.Unschedulable) events.Warning(about, "FailedScheduling", pod.Workload.Scheduler.WhyNone, "default-scheduler", t);
        else if (pod.Hold == PodHold.ImagePull) events.Warning(about, "BackOff", $"Back-off pulling image \"{pod.Revision.Image}\"", "kubelet", t);
        else if (pod.Waiting)
            events.Warning(about, "BackOff", $"Back-off restarting failed container {pod.Workload.Description.Container} in pod "
                + $"{pod.Name}_{pod.Workload.Description.Namespace}({pod.Uid})", "kubelet", t);
        else if (pod.Failing)
            events.Warning(about, "Unhealthy", $"Readiness probe failed: Get \"http://{pod.Ip}:{pod.Workload.Description.Port}/\": "
                + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "kubelet", t);
        else if (pod.Unready) events.Warning(about, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "kubelet", t);
        else it.Again = double.MaxValue;
    }

    private static Involved About(Pod pod) => new(Kinds.Pod, KeyOf(pod), pod.Uid ?? "");

    private sealed class Written
    {
        public Conditions Conditions { get; } = new();

        public PodFace Face { get; set; }

        public double Again { get; set; }
    }
}
