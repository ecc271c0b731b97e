using System.Globalization;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>A Deployment, StatefulSet, DaemonSet or ReplicaSet: their fields have the same names as far as they mean the same.</summary>
internal sealed class ControllerDto : ObjectDto
{
    public ControllerSpecDto? Spec { get; set; }

    public ControllerStatusDto? Status { get; set; }
}

internal sealed class ControllerSpecDto
{
    public int? Replicas { get; set; }

    public bool Paused { get; set; }

    public SelectorDto? Selector { get; set; }

    public PodTemplateDto? Template { get; set; }
}

internal sealed class PodTemplateDto
{
    public MetadataDto? Metadata { get; set; }

    public PodSpecDto? Spec { get; set; }
}

internal sealed class ControllerStatusDto
{
    public long ObservedGeneration { get; set; }

    public int Replicas { get; set; }

    public int UpdatedReplicas { get; set; }

    public int ReadyReplicas { get; set; }

    public int AvailableReplicas { get; set; }

    public int DesiredNumberScheduled { get; set; }

    public int CurrentNumberScheduled { get; set; }

    public int UpdatedNumberScheduled { get; set; }

    public int NumberReady { get; set; }

    public int NumberAvailable { get; set; }

    public List<ConditionDto>? Conditions { get; set; }
}

/// <summary>What they are to the console.</summary>
internal static class ControllerMapping
{
    // The API's own default: an absent wish is one replica, absent figures are none.
    private const int DefaultReplicas = 1;

    public static Deployment AsDeployment(this ControllerDto it) => Filled(it, new Deployment { Id = it.Id, Desired = Desired(it) });

    public static StatefulSet AsStatefulSet(this ControllerDto it) => Filled(it, new StatefulSet { Id = it.Id, Desired = Desired(it) });

    public static ReplicaSet AsReplicaSet(this ControllerDto it) => Filled(it, new ReplicaSet
    {
        Id = it.Id,
        Desired = Desired(it),
        Revision = long.TryParse(it.Metadata?.Annotations?.Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null,
    }) is var set ? set with { Updated = set.Current } : set;

    /// <summary>A DaemonSet wants one a node, and says so in its status only.</summary>
    public static DaemonSet AsDaemonSet(this ControllerDto it) =>
        Filled(it, new DaemonSet { Id = it.Id, Desired = it.Status?.DesiredNumberScheduled ?? 0 }) with
        {
            Current = it.Status?.CurrentNumberScheduled ?? 0,
            Updated = it.Status?.UpdatedNumberScheduled ?? 0,
            Ready = it.Status?.NumberReady ?? 0,
            Available = it.Status?.NumberAvailable ?? 0,
        };

    private static int Desired(ControllerDto it) => it.Spec?.Replicas ?? DefaultReplicas;

    // Anybody may write anything there.
    private static DateTimeOffset? RestartedAt(string? written) =>
        DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static T Filled<T>(ControllerDto it, T empty)
        where T : PodController => empty with
        {
            Current = it.Status?.Replicas ?? 0,
            Updated = it.Status?.UpdatedReplicas ?? 0,
            Ready = it.Status?.ReadyReplicas ?? 0,
            Available = it.Status?.AvailableReplicas ?? 0,
            Generation = it.Metadata?.Generation ?? 0,
            ObservedGeneration = it.Status?.ObservedGeneration ?? 0,
            Paused = it.Spec?.Paused ?? false,
            RestartedAt = RestartedAt(it.Spec?.Template?.Metadata?.Annotations?.RestartedAt),
            Selector = (it.Spec?.Selector).AsSelector(),
            Images = (it.Spec?.Template?.Spec).Images(),
            Conditions = (it.Status?.Conditions).AsConditions(),
        };
}
