using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Answers <c>kubectl rollout status</c> in kubectl's own sentences, as things stand now: it does not wait.</summary>
internal static class RolloutAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="scope">Where.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<KubectlOutput> AnswerAsync(RolloutStatus question, ClusterScope scope, CancellationToken cancellation)
    {
        var read = await scope.Cluster.ObjectsAsync(new(question.Kind, scope.Namespace) { Name = question.Name }, scope.Who, cancellation).ConfigureAwait(false);
        return KubectlOutput.Of(Sentence(question, read.Objects[0]));
    }

    /// <summary>How a rollout stands.</summary>
    /// <param name="question">Of what.</param>
    /// <param name="workload">The workload.</param>
    public static string Sentence(RolloutStatus question, JsonObject workload) =>
        question.Kind == KubectlKind.Deployments ? OfDeployment(question.Name, workload)
        : question.Kind == KubectlKind.DaemonSets ? OfDaemonSet(question.Name, workload)
        : OfStatefulSet(workload);

    private static bool IsSeen(JsonObject workload) => workload.Number("metadata", "generation") <= workload.Number("status", "observedGeneration");

    private static long Wanted(JsonObject workload) => workload.At("spec", "replicas") is null ? 1 : workload.Number("spec", "replicas");

    private static bool Rolls(JsonObject workload) => workload.Text("spec", "updateStrategy", "type") is null or "RollingUpdate";

    private static string OfDeployment(string name, JsonObject workload)
    {
        if (!IsSeen(workload))
        {
            return "Waiting for deployment spec update to be observed...";
        }

        var (wanted, updated, all, available) = (Wanted(workload), workload.Number("status", "updatedReplicas"), workload.Number("status", "replicas"), workload.Number("status", "availableReplicas"));
        string Waiting(string what) => $"Waiting for deployment \"{name}\" rollout to finish: {what}...";
        return workload.Items("status", "conditions").Any(it => it.Text("type") == "Progressing" && it.Text("reason") == "ProgressDeadlineExceeded")
                ? $"error: deployment \"{name}\" exceeded its progress deadline"
            : updated < wanted ? Waiting(string.Create(CultureInfo.InvariantCulture, $"{updated} out of {wanted} new replicas have been updated"))
            : all > updated ? Waiting(string.Create(CultureInfo.InvariantCulture, $"{all - updated} old replicas are pending termination"))
            : available < updated ? Waiting(string.Create(CultureInfo.InvariantCulture, $"{available} of {updated} updated replicas are available"))
            : $"deployment \"{name}\" successfully rolled out";
    }

    private static string OfDaemonSet(string name, JsonObject workload)
    {
        if (!Rolls(workload) || !IsSeen(workload))
        {
            return Rolls(workload) ? "Waiting for daemon set spec update to be observed..." : "error: rollout status is only available for RollingUpdate strategy type";
        }

        var (wanted, updated, available) =
            (workload.Number("status", "desiredNumberScheduled"), workload.Number("status", "updatedNumberScheduled"), workload.Number("status", "numberAvailable"));
        return string.Create(CultureInfo.InvariantCulture, $"{(
            updated < wanted ? $"Waiting for daemon set \"{name}\" rollout to finish: {updated} out of {wanted} new pods have been updated..."
            : available < wanted ? $"Waiting for daemon set \"{name}\" rollout to finish: {available} of {wanted} updated pods are available..."
            : $"daemon set \"{name}\" successfully rolled out")}");
    }

    private static string OfStatefulSet(JsonObject workload)
    {
        if (!Rolls(workload) || !IsSeen(workload) || workload.Number("status", "observedGeneration") == 0)
        {
            return Rolls(workload) ? "Waiting for statefulset spec update to be observed..." : "error: rollout status is only available for RollingUpdate strategy type";
        }

        var (wanted, ready, updated) = (Wanted(workload), workload.Number("status", "readyReplicas"), workload.Number("status", "updatedReplicas"));
        var (current, revision) = (workload.Number("status", "currentReplicas"), workload.Text("status", "currentRevision"));
        if (ready < wanted)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Waiting for {wanted - ready} pods to be ready...");
        }

        if (workload.At("spec", "updateStrategy", "rollingUpdate", "partition") is not null)
        {
            var due = wanted - workload.Number("spec", "updateStrategy", "rollingUpdate", "partition");
            return string.Create(CultureInfo.InvariantCulture, $"{(updated < due
                ? $"Waiting for partitioned roll out to finish: {updated} out of {due} new pods have been updated..."
                : $"partitioned roll out complete: {updated} new pods have been updated...")}");
        }

        return workload.Text("status", "updateRevision") is { } next && next != revision
            ? string.Create(CultureInfo.InvariantCulture, $"waiting for statefulset rolling update to complete {updated} pods at revision {next}...")
            : string.Create(CultureInfo.InvariantCulture, $"statefulset rolling update complete {current} pods at revision {revision}...");
    }
}
