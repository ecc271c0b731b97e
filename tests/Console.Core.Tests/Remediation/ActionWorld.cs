using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.Workloads;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Remediation;

/// <summary>
/// A system <c>fleet</c> that is well: three pods of a Deployment <c>api</c> of which the first leads, until a test says otherwise; what plans actions on it, a cluster
/// and an Alertmanager in memory.
/// </summary>
internal sealed class ActionWorld
{
    public const string LeasePath = "fleet/fleet-leader";
    public const string Api = "fleet/api";

    public ActionWorld(SilencesOptions? silences = null, params ImmutableArray<MemoryAlertmanager> others)
    {
        Live = new LiveState(Time);
        (Cluster, Alertmanager) = (new("prod", Time), new("main", Time));
        Ports = new RemedyPorts([Cluster], [Alertmanager, .. others], [Alertmanager, .. others], Live, Time)
        {
            Limits = silences is null ? SilenceLimits.None : new SilenceLimits(silences, Rules),
            Clusters = new AlertmanagerClusters([("main", others.IsEmpty ? null : "one"), .. others.Select(other => (other.Name, (string?)"one"))], Live),
        };
        Book = RemedyBook.Of(Ports);
        Scenes = new SceneReader(Live, History, Ports, Time);
        Planner = new ActionPlanner(Scenes, Book, Rules, new Impersonation(Upstreams()), Time);
        Tell();
    }

    public static Person Ada { get; } = new("ada", "Ada", ["operators"], SignInMethod.Local);

    public static Person Eve { get; } = new("eve", "Eve", ["viewers"], SignInMethod.Local);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public FakeTime Time { get; } = new(BoardWorld.Noon);

    public LiveState Live { get; }

    public MemoryCluster Cluster { get; }

    public MemoryAlertmanager Alertmanager { get; }

    public MemoryHistory History { get; } = new();

    public RemedyPorts Ports { get; }

    public RemedyBook Book { get; }

    public SceneReader Scenes { get; }

    public ActionPlanner Planner { get; }

    public AccessRules Rules { get; } = new(
    [
        new Grant(Role.Operator, ["operators"], [], ["fleet"], [], "access.yaml:1"), new Grant(Role.Viewer, ["viewers"], [], [], [], "access.yaml:2"),
    ]);

    public SystemProfile Fleet { get; set; } = Made.System(Made.Profile("api") with { Max = 8 }, Made.Profile("worker") with { Min = 0 }) with
    {
        Id = "fleet",
        Title = "Fleet",
        ClaimsAlerts = ["system=\"fleet\""],
        Leader = new("fleet", "fleet-leader", "leads{job=\"fleet\"}", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 5, "nothing is dispatched"),
        Actions =
        [
            new("lease-delete", []), new("scale", []), new("rollout-restart", ["fleet/api"]), new("pod-delete", ["fleet/app=api", "fleet/lonely"]), new("pod-evict", ["fleet/*"]),
            new("silence", []),
        ],
    };

    public LeaderStatus Leader { get; set; } = new()
    {
        System = "fleet",
        State = LeaderState.Led,
        Because = "api-5d8f-1 holds the lease and renews it",
        Lease = new Lease("fleet", "fleet-leader", "uid-lease", "88", "api-5d8f-1", TimeSpan.FromSeconds(30), BoardWorld.Noon.AddHours(-1), BoardWorld.Noon.AddSeconds(-3), 4),
        Holder = "api-5d8f-1",
        Leading = ["api-5d8f-1"],
        Contenders = ["api-5d8f-1", "api-5d8f-2", "api-5d8f-3"],
    };

    public List<Pod> Pods { get; } = [Made.PodOf("api", "1"), Made.PodOf("api", "2"), Made.PodOf("api", "3")];

    public Deployment Deployment { get; set; } = Made.Deployment("api", 3);

    public RolloutState Rollout { get; set; } = RolloutState.Complete;

    public Autoscaler? Autoscaler { get; set; }

    public string? Unseen { get; set; }

    public ImmutableArray<DisruptionBudget> Budgets { get; set; } = [];

    public ImmutableArray<Node> Nodes { get; set; } = [NodeOf("node-1", "True")];

    public ImmutableArray<Alert> Alerts { get; set; } = [];

    public static Node NodeOf(string name, string ready) => new() { Id = Made.Id(name, string.Empty), Conditions = [Made.Condition("Ready", ready)] };

    public static Pod NotReady(Pod pod) => pod with { Conditions = [Made.Condition("Ready", "False")] };

    public static Alert Firing(string name, string system = "fleet", string severity = "warning", params string[] silencedBy) =>
        Core.Tests.Alerts.Any.Alert(name, system, severity, silencedBy.Length > 0 ? AlertState.Silenced : AlertState.Firing) with { SilencedBy = [.. silencedBy], Origins = ["main"] };

    /// <summary>The lease ran out: its holder stopped renewing six minutes ago.</summary>
    public void LeaseRunsOut(bool holderIsGone = true)
    {
        Leader = Leader with
        {
            State = LeaderState.Nobody,
            Leading = [],
            Lease = Leader.Lease! with { RenewedAt = BoardWorld.Noon.AddMinutes(-6), ResourceVersion = "77" },
            HolderPod = holderIsGone ? "fleet has no pod of that name" : null,
            Because = "api-5d8f-1 stopped renewing 6 min ago; the lease lasts 30 s",
        };
        if (holderIsGone)
        {
            Pods.RemoveAt(0);
        }
    }

    /// <summary>Cluster and live state say what the properties say.</summary>
    public void Tell()
    {
        Live.Systems.Observed(new SystemCatalog([new LoadedSystem(Fleet, [.. Fleet.ClaimsAlerts.Select(claim => Matcher.Parse(claim).Value)], "systems/fleet.yaml")], []));
        Live.Leadership.Observed(new LeadershipBoard([Leader]));
        Live.Pods.Observed(new PodBoard([.. Pods.Select(Status)]));
        Live.Workloads.Observed(new WorkloadBoard([.. Fleet.Workloads.Select(it => new WorkloadStatus("fleet", it, 3, null)
        {
            Controller = it.Name == "api" ? Deployment : Made.Deployment(it.Name, 3),
            Rollout = Rollout,
            Autoscaler = it.Name == "api" ? Autoscaler : null,
            Budgets = it.Name == "api" ? Budgets : [],
            Unseen = Unseen,
        })]));
        Live.Nodes.Observed(new NodeBoard([new ClusterNodes("prod", Nodes, null)]));
        Live.Alerts.Observed(new AlertBoard(Alerts, []));
        Cluster.Put(Deployment);
        Pods.ForEach(pod => Cluster.Put(pod));
        if (Leader.Lease is { } lease)
        {
            Cluster.Put(new LeaseObject(new ObjectIdentity("fleet", "fleet-leader", lease.Uid, lease.ResourceVersion), lease));
        }
    }

    /// <summary>The profile's rules for an action.</summary>
    public void Allow(string kind, Func<ActionProfile, ActionProfile> change) =>
        Fleet = Fleet with { Actions = [.. Fleet.Actions.Select(action => action.Kind == kind ? change(action) : action)] };

    public static ActionRequest Ask(string kind, string target, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        new(kind, "fleet", target) { Parameters = Facts.Of(parameters) };

    public RemedyCall Read(ActionRequest request) => RequestReading.Read(request, Book.Find(request.Kind)!, Scenes.Catalog).Value.Call;

    public Task<Scene> SceneAsync(ActionRequest request)
    {
        Tell();
        return Scenes.ReadAsync(new SceneQuestion(Read(request), Ada, ActingAs.Console, Fleet) { Anew = true }, Cancellation);
    }

    /// <summary>What one guard says.</summary>
    public async Task<GuardAnswer> JudgeAsync(string guard, ActionRequest request)
    {
        var scene = await SceneAsync(request);
        return CommonGuards.And(scene.Call.Remedy).Single(it => it.About.Id == guard).Judge(scene);
    }

    /// <summary>A plan, and that there is one.</summary>
    public async Task<ActionPlan> PlanAsync(ActionRequest request)
    {
        Tell();
        return Assert.IsType<PlanAnswer.Made>(await Planner.PlanAnewAsync(request, Ada, null, Cancellation)).Plan;
    }

    /// <summary>A run as the history has it.</summary>
    public ActionRun Run(string id, RunState state, ActionPlan plan) =>
        new() { Id = id, Plan = plan, By = new Person("bob", "Bob", [], SignInMethod.Local), At = Time.GetUtcNow().AddMinutes(-1), State = state };

    public ActionOrder Order(string? reason = "because it must be") => new("r1", Ada, reason, ActingAs.Console, Time.GetUtcNow());

    public static Silence SilenceOf(string id, string matchers, SilenceState state = SilenceState.Active, double hours = 1) => new(
        "main", id, MatcherList.Read(matchers).Value, BoardWorld.Noon.AddHours(-1), BoardWorld.Noon.AddHours(hours), "bob", "planned work", state);

    private static UpstreamsOptions Upstreams()
    {
        var options = new UpstreamsOptions();
        options.Kubernetes.Add(new KubernetesSourceOptions { Name = "prod" });
        return options;
    }

    private static PodStatus Status(Pod pod) => new("fleet", "prod", pod)
    {
        Words = pod.Id.DeletedAt is null ? "Running" : "Terminating",
        WorkloadKind = pod.Id.Owner is null ? null : "Deployment",
        Workload = pod.Id.Owner is null ? null : pod.Id.Labels["app"],
    };
}
