using OpsConsole.Systems;
using OpsConsole.Systems.Reading;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Finds the target of a request among those that the profile allows.</summary>
internal static class TargetPick
{
    private const string Field = "target";

    /// <summary>Among what the profile names: a lease, workloads.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="system">The system.</param>
    /// <param name="allowed">What its profile allows.</param>
    /// <param name="known">What the profile names of the kinds that the action is for.</param>
    public static Result<ActionTarget> Named(
        ActionRequest request, SystemProfile system, ActionProfile allowed, IEnumerable<(string Kind, string Namespace, string Name)> known)
    {
        var open = known.Where(it => allowed.Targets.IsEmpty || allowed.Targets.Contains($"{it.Namespace}/{it.Name}")).ToList();
        return open.FirstOrDefault(it => $"{it.Namespace}/{it.Name}" == request.Target) is { Name: not null } found ? On(system, found.Kind, found.Namespace, found.Name)
            : open.Count == 0 ? new Problem(Field, $"the profile of {system.Id} names nothing that {request.Kind} is for")
            : new Problem(Field, $"{Given(request)} is no target of {request.Kind} in the profile of {system.Id}: {Words.Some(open.Select(it => $"{it.Namespace}/{it.Name}"))}");
    }

    /// <summary>Among the pods of the system.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="system">The system.</param>
    /// <param name="allowed">What its profile allows.</param>
    /// <param name="board">The pods; null while they are not known.</param>
    public static Result<ActionTarget> OfPods(ActionRequest request, SystemProfile system, ActionProfile allowed, PodBoard? board)
    {
        var pod = board?.Of(system.Id).FirstOrDefault(it => $"{it.Pod.Id.Namespace}/{it.Pod.Id.Name}" == request.Target);
        return pod is null ? new Problem(Field, NoPod(request, system, board))
            : Allows(allowed, pod.Pod) ? On(system, "Pod", pod.Pod.Id.Namespace, pod.Pod.Id.Name)
            : new Problem(Field, $"{Given(request)} is no target of {request.Kind} in the profile of {system.Id}: {Words.Some(allowed.Targets)}");
    }

    /// <summary>Whether a profile allows an action on a pod.</summary>
    /// <param name="allowed">What the profile allows.</param>
    /// <param name="pod">The pod.</param>
    public static bool Allows(ActionProfile allowed, Pod pod) => allowed.Targets.IsEmpty || allowed.Targets.Any(target =>
    {
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var (space, pods) = (target[..slash], target[(slash + 1)..]);
        var equals = pods.IndexOf('=', StringComparison.Ordinal);
        return (space == "*" || space == pod.Id.Namespace)
            && (pods == "*" || pods == pod.Id.Name || (equals > 0 && pod.Id.Labels.GetValueOrDefault(pods[..equals]) == pods[(equals + 1)..]));
    });

    private static ActionTarget On(SystemProfile system, string kind, string @namespace, string name) => new(kind, system.Cluster ?? string.Empty, @namespace, name);

    private static string NoPod(ActionRequest request, SystemProfile system, PodBoard? board) =>
        request.Target.Count(letter => letter == '/') != 1 ? $"{Given(request)} names no pod: write NAMESPACE/NAME"
            : board is null ? $"the pods of {system.Id} are not known yet"
            : board.Problems.TryGetValue(system.Id, out var why) ? $"the pods of {system.Id} can't be seen: {why}"
            : $"{system.Id} has no pod {FieldReader.Short(request.Target)}; its namespaces are {Words.Some(system.Namespaces)}";

    private static string Given(ActionRequest request) => request.Target.Length == 0 ? "nothing" : $"'{FieldReader.Short(request.Target)}'";
}
