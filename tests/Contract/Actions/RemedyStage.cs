using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Contract.Client;
using OpsConsole.Contract.Clusters;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Systems;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Actions;

/// <summary>The console's guarded actions on one of the clusters, by the console's own account in a person's name: plan, execution and look, without guards.</summary>
internal sealed class RemedyStage(Cluster cluster, ConsoleClient client)
{
    private const string System = "shop";
    private readonly LiveState live = new(TimeProvider.System);
    private static readonly Person Jo = new("local:jo", "Jo", ["ops-operators"], SignInMethod.Local);

    /// <summary>Somebody whose group in the cluster may act.</summary>
    public static ActingAs Operator { get; } = new("jo@example.org", ["ops-operators"]);

    /// <summary>Somebody whose group may only read.</summary>
    public static ActingAs Responder { get; } = new("jo@example.org", ["ops-responders"]);

    public Cluster Cluster => cluster;

    public ClusterReads Reads => client.Reads;

    public IClusterWriter Writer { get; } = new ClusterHand(client.Cluster, TimeProvider.System);

    /// <summary>Plans as the planner does, and rehearses on the server.</summary>
    /// <param name="kind">The action.</param>
    /// <param name="name">The target's name in the tests' namespace.</param>
    /// <param name="who">As whom.</param>
    /// <param name="parameters">The parameters.</param>
    public async Task<Deed> PlanAsync(string kind, string name, ActingAs who, params (string Name, string Value)[] parameters)
    {
        var target = $"{cluster.Namespace}/{name}";
        var workload = await WorkloadOfAsync(name);
        var pods = workload is null ? [] : await PodsOfAsync(workload);
        live.Pods.Observed(new PodBoard(pods));
        var request = new ActionRequest(kind, System, target)
        {
            Parameters = parameters.ToImmutableSortedDictionary(it => it.Name, it => it.Value),
        };
        var remedy = RemedyBook.Of(new RemedyPorts([Writer], [], [], live, TimeProvider.System)).Find(kind) ?? throw new InvalidOperationException($"there is no {kind}");
        var profile = Profile(kind, target, workload);
        var call = remedy.Read(request, profile, profile.Actions[0]).Value;
        var rehearsal = await remedy.RehearseAsync(SceneOf(call, profile, workload, pods), who, Cancellation);
        return new Deed(remedy, PlanOf(call, rehearsal, who), new ActionOrder("r0000000000000000001", Jo, "a test of the actions", who, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>Looks again and again until the world is as wanted.</summary>
    public static async Task<Sighting> WorkedAsync(Deed deed) => await Eventually.GetAsync($"{deed.Plan.Title} worked", TimeSpan.FromSeconds(60),
        () => deed.LookAsync(), sighting => sighting.State is SightingState.Worked, Cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ActionPlan PlanOf(RemedyCall call, Rehearsal rehearsal, ActingAs who) => new()
    {
        Kind = call.Request.Kind,
        Title = call.Title,
        System = System,
        Target = call.Target,
        Parameters = call.Parameters,
        State = rehearsal.State,
        Changes = rehearsal.Changes,
        Warnings = rehearsal.Warnings,
        GrantedBy = "a test",
        ActsAs = who.Words,
        Tier = RiskTier.Click,
        TierBecause = "a test",
        Verifies = call.Remedy.About.Verifies,
        VerifyWithin = rehearsal.VerifyWithin,
        At = TimeProvider.System.GetUtcNow(),
        Hash = new string('0', 64),
    };

    private SystemProfile Profile(string kind, string target, Deployment? workload) => new()
    {
        Id = System,
        Title = "Shop",
        Cluster = Writer.Name,
        Namespaces = [cluster.Namespace],
        ClaimsAlerts = ["system=\"shop\""],
        Leader = new(cluster.Namespace, target.Split('/')[1], null, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), 5, "Nothing is sold."),
        Workloads = workload is null ? [] : [Bounds(workload)],
        Actions = [new(kind, kind.StartsWith("pod-", StringComparison.Ordinal) ? [$"{cluster.Namespace}/*"] : [target])],
    };

    private static WorkloadProfile Bounds(Deployment workload) => new("Deployment", workload.Id.Namespace, workload.Id.Name, 2, 0, 8, null);

    // A pod's workload is told by the label that all of the tests' pods have.
    private async Task<Deployment?> WorkloadOfAsync(string name)
    {
        var pods = await Reads.ListAsync<Pod>(cluster.Namespace, ListFilter.All, Cancellation);
        var app = pods.FirstOrDefault(pod => pod.Id.Name == name)?.Id.Labels.GetValueOrDefault("app") ?? name;
        var all = await Reads.ListAsync<Deployment>(cluster.Namespace, ListFilter.All, Cancellation);
        return all.FirstOrDefault(deployment => deployment.Id.Name == app);
    }

    private async Task<ImmutableArray<PodStatus>> PodsOfAsync(Deployment workload) =>
        [.. (await Reads.ListAsync<Pod>(cluster.Namespace, new($"app={workload.Id.Name}", null), Cancellation)).Select(pod =>
            new PodStatus(System, Writer.Name, pod) { WorkloadKind = "Deployment", Workload = workload.Id.Name, Words = "Running" })];

    private static Scene SceneOf(RemedyCall call, SystemProfile profile, Deployment? workload, ImmutableArray<PodStatus> pods) => new()
    {
        Call = call,
        Person = Jo,
        Profile = profile,
        Now = TimeProvider.System.GetUtcNow(),
        SeenAt = TimeProvider.System.GetUtcNow(),
        History = TargetHistory.None,
        Workload = workload is null ? null : new(System, Bounds(workload), workload.Ready, null) { Controller = workload, Rollout = RolloutState.Complete },
        Pods = pods,
        Pod = pods.FirstOrDefault(pod => pod.Pod.Id.Name == call.Target.Name),
    };
}

/// <summary>An action that is planned and can be done.</summary>
internal sealed record Deed(IRemedy Remedy, ActionPlan Plan, ActionOrder Order)
{
    public Task<string> DoAsync() => Remedy.ExecuteAsync(Plan, Order, TestContext.Current.CancellationToken);

    public Task<Sighting> LookAsync() => Remedy.LookAsync(Plan, Order, TestContext.Current.CancellationToken);

    /// <summary>The same in another's name.</summary>
    public Deed As(ActingAs who) => this with { Order = Order with { Who = who } };
}
