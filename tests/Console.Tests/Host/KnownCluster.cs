using System.Collections.Immutable;
using OpsConsole.Live;
using OpsConsole.Workloads;

namespace OpsConsole.Tests.Host;

/// <summary>Billing's cluster: three pods, one of which crashes again and again, with everything the pages show of it.</summary>
internal static class KnownCluster
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static Pod Crashing { get; } = Pod("billing-api-7c9f6d5b8-lw5zc") with
    {
        Conditions = [new("Ready", "False", "ContainersNotReady", "containers with unready status: [api]", Now.AddMinutes(-6))],
        Containers =
        [
            new PodContainer
            {
                Name = "api",
                Image = "registry.example.com/billing/api:2.4.1",
                Restarts = 7,
                State = new(ContainerPhase.Waiting) { Reason = "CrashLoopBackOff", Message = "back-off 5m0s restarting failed container" },
                Last = new(ContainerPhase.Terminated) { Reason = "OOMKilled", ExitCode = 137, FinishedAt = Now.AddMinutes(-2) },
            },
        ],
    };

    public static Deployment Api { get; } = new()
    {
        Id = new("pay", "billing-api", "uid-api", "41"),
        Desired = 3,
        Current = 3,
        Updated = 3,
        Ready = 2,
        Available = 2,
        Images = [new("api", "registry.example.com/billing/api:2.4.1")],
    };

    public static Pod Pod(string name) => new()
    {
        Id = new("pay", name, $"uid-{name}", "40") { CreatedAt = Now.AddHours(-3) },
        Phase = "Running",
        Node = "worker-1",
        Conditions = [new("Ready", "True", null, null, Now.AddHours(-3))],
        Containers = [new PodContainer { Name = "api", Image = "registry.example.com/billing/api:2.4.1", Ready = true, State = new(ContainerPhase.Running) }],
    };

    public static PodStatus Status(Pod pod, string words = "Running", string? trouble = null) =>
        new("billing", "east", pod) { WorkloadKind = "Deployment", Workload = "billing-api", Words = words, Trouble = trouble };

    public static SystemEvent Event(string reason, string message, bool isWarning, string about = "billing-api-7c9f6d5b8-lw5zc") => new("billing", new ClusterEvent
    {
        Id = new("pay", $"{about}.{reason}", $"uid-{reason}-{about}", "9"),
        AboutKind = "Pod",
        AboutName = about,
        Reason = reason,
        Message = message,
        IsWarning = isWarning,
        At = Now.AddMinutes(-1),
    });

    public static Finding Finding(FindingLevel level, string title) => new()
    {
        System = "billing",
        Check = "crash-loop",
        Level = level,
        Target = "Pod pay/billing-api-7c9f6d5b8-lw5zc",
        Title = title,
        Why = "7 restarts, the last end was OOMKilled.",
        Remedy = "Look at the log of the run before.",
        Since = Now.AddMinutes(-6),
    };

    public static void See(LiveState live)
    {
        live.Workloads.Observed(new([new("billing", Known.Api, 2, null)
        {
            Controller = Api,
            Rollout = RolloutState.Progressing,
            RolloutWords = "2 of 3 available",
            Pending = ["CrashLoopBackOff: back-off 5m0s"],
            RestartsInHour = 7,
            Budgets = [new DisruptionBudget { Id = new("pay", "billing-api", "uid-pdb", "3"), MinAvailable = "2", DisruptionsAllowed = 0 }],
        }]));
        live.Pods.Observed(new([Status(Pod("billing-api-7c9f6d5b8-8kd2p")), Status(Pod("billing-api-7c9f6d5b8-tq7vn")),
            Status(Crashing, "CrashLoopBackOff", "api ends again and again, last OOMKilled")]));
        live.Events.Observed(new([Event("BackOff", "Back-off restarting failed container", true), Event("Pulled", "image is present", false)]));
        live.Nodes.Observed(new([new("east", [new Node { Id = new(string.Empty, "worker-1", "uid-node", "2"), Conditions = [new("Ready", "True", null, null, Now)] }], null)]));
        live.Findings.Observed(new([Finding(FindingLevel.Problem, "A container ends again and again.")],
            [new("billing", "disruption budgets", "This cluster does not serve policy/v1.")]));
    }

    public static ImmutableDictionary<string, string> Problem(string why) => ImmutableDictionary<string, string>.Empty.Add("billing", why);
}
