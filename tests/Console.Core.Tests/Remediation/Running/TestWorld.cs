using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsConsole.Access;
using OpsConsole.Remediation;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>What a server does with one request.</summary>
internal enum Answer
{
    Does,
    ConflictsThenAnswers,
    Forbids,
    CallsItInvalid,
    HasTooMuchToDo,
    HoldsItForABudget,
    KnowsNoSuchThing,
    BreaksBeforeDoingIt,
    BreaksAfterDoingIt,
    HangsBeforeDoingIt,
    HangsAfterDoingIt,
    CutsTheConnectionBeforeDoingIt,
    CutsTheConnectionAfterDoingIt,
}

/// <summary>
/// A world of things with replicas. It outlives every console of a test, does to each request what the test wrote, and remembers what really happened.
/// </summary>
internal sealed class TestWorld(FakeTime clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Thing> things = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Answer> answers = new(StringComparer.Ordinal);

    /// <summary>Each time that a request was carried out, by the run's id.</summary>
    public ConcurrentQueue<string> Done { get; } = new();

    /// <summary>Each request that came, by the run's id.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The things that can't be looked at.</summary>
    public ConcurrentDictionary<string, byte> Dark { get; } = new(StringComparer.Ordinal);

    /// <summary>What the guards say, for all.</summary>
    public ImmutableArray<GuardAnswer> Guards { get; set; } = [];

    /// <summary>How much a person must do.</summary>
    public RiskTier Tier { get; set; } = RiskTier.TypedName;

    /// <summary>Whether the profile lets glasses be broken.</summary>
    public bool MayBreakGlass { get; set; }

    /// <summary>Opened by a test to let an execution go on.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Whether what was done is seen to have worked.</summary>
    public SightingState Seen { get; set; } = SightingState.Worked;

    public TestRemedy Remedy => new(this);

    public TestWorld Put(string name, int replicas = 2)
    {
        lock (gate)
        {
            things[name] = new Thing(Guid.NewGuid().ToString(), 1, replicas, null);
        }

        return this;
    }

    public void Remove(string name)
    {
        lock (gate)
        {
            things.Remove(name);
        }
    }

    public Thing? Find(string name)
    {
        lock (gate)
        {
            return things.GetValueOrDefault(name);
        }
    }

    public void Answers(string name, Answer answer) => answers[name] = answer;

    public void Touch(string name)
    {
        lock (gate)
        {
            things[name] = things[name] with { Generation = things[name].Generation + 1 };
        }
    }

    /// <summary>The planner of this world: stages 1 to 4, as short as can be.</summary>
    public Task<PlanAnswer> PlanAsync(IAccessRules rules, ActionRequest request, Person person)
    {
        var decision = rules.Decide(person, Actions.Scale, request.System);
        var name = request.Target[(request.Target.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return Task.FromResult<PlanAnswer>(
            !decision.IsAllowed ? new PlanAnswer.Denied(Actions.Scale, decision)
            : !int.TryParse(request.Parameters.GetValueOrDefault("replicas"), NumberStyles.None, CultureInfo.InvariantCulture, out var replicas) || replicas > 9
                ? new PlanAnswer.Wrong([new Problem("replicas", "must be 0 to 9")])
            : Find(name) is not { } thing ? new PlanAnswer.Wrong([new Problem("target", $"there is no {name}")])
            : new PlanAnswer.Made(Plan(request, name, replicas, thing, decision)));
    }

    internal async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        Requests.Enqueue(order.RunId);
        await Gate.WaitAsync(cancellation);
        var name = plan.Target.Name;
        switch (answers.GetValueOrDefault(name))
        {
            case Answer.ConflictsThenAnswers:
                answers[name] = Answer.Does;
                throw Fails(UpstreamFault.Conflict, "the object has been modified");
            case Answer.Forbids:
                throw Fails(UpstreamFault.Refused, "User \"console\" cannot patch resource \"deployments/scale\"");
            case Answer.CallsItInvalid:
                throw Fails(UpstreamFault.Invalid, "spec.replicas: Invalid value");
            case Answer.HasTooMuchToDo:
                throw Fails(UpstreamFault.Throttled, "too many requests");
            case Answer.HoldsItForABudget:
                throw new UpstreamException("east", UpstreamFault.Throttled, "Cannot evict pod")
                {
                    Kubernetes = new KubernetesStatus(429, "TooManyRequests", "Cannot evict pod") { Causes = [new("DisruptionBudget", "needs 2 healthy pods", null)] },
                };
            case Answer.KnowsNoSuchThing:
                throw Fails(UpstreamFault.Missing, "not found");
            case Answer.BreaksBeforeDoingIt:
                throw Fails(UpstreamFault.Broken, "internal error").WithUnknownOutcome();
            case Answer.BreaksAfterDoingIt:
                Carry(plan, order);
                throw Fails(UpstreamFault.Broken, "internal error").WithUnknownOutcome();
            case Answer.CutsTheConnectionBeforeDoingIt:
                throw Fails(UpstreamFault.Unreachable, "broke off").WithUnknownOutcome();
            case Answer.CutsTheConnectionAfterDoingIt:
                Carry(plan, order);
                throw Fails(UpstreamFault.Unreachable, "broke off").WithUnknownOutcome();
            case Answer.HangsBeforeDoingIt:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
                break;
            case Answer.HangsAfterDoingIt:
                Carry(plan, order);
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
                break;
            default:
                Carry(plan, order);
                break;
        }

        return "scaled, answered in 4 ms";
    }

    internal Sighting Look(ActionPlan plan, ActionOrder order)
    {
        if (Dark.ContainsKey(plan.Target.Name))
        {
            throw Fails(UpstreamFault.Unreachable, "can't be reached");
        }

        return Find(plan.Target.Name) is { } thing && thing.By == order.RunId ? new Sighting(Seen, $"{thing.Replicas} of {thing.Replicas} pods are ready")
            : new Sighting(SightingState.NotDone, "nothing changed");
    }

    private static UpstreamException Fails(UpstreamFault fault, string says) => new("east", fault, $"east: {says}");

    /// <summary>As a cluster does it: to exactly the object that is meant, or not at all.</summary>
    private void Carry(ActionPlan plan, ActionOrder order)
    {
        lock (gate)
        {
            var thing = things.GetValueOrDefault(plan.Target.Name) ?? throw Fails(UpstreamFault.Missing, "not found");
            if (thing.Uid != plan.State.Uid || Facts(thing).Any(fact => plan.State.Facts.GetValueOrDefault(fact.Key) != fact.Value))
            {
                throw Fails(UpstreamFault.Conflict, "the target is not what it was");
            }

            Done.Enqueue(order.RunId);
            things[plan.Target.Name] = thing with
            {
                Replicas = int.Parse(plan.Parameters["replicas"], CultureInfo.InvariantCulture),
                Generation = thing.Generation + 1,
                By = order.RunId,
            };
        }
    }

    private ActionPlan Plan(ActionRequest request, string name, int replicas, Thing thing, Decision decision)
    {
        var facts = Facts(thing);
        var text = $"{request.Kind}|{request.System}|{name}|{replicas}|{thing.Uid}|{string.Join(',', facts)}";
        return new ActionPlan
        {
            Kind = request.Kind,
            Title = $"Scale Deployment pay/{name} to {replicas}",
            System = request.System,
            Target = new ActionTarget("Deployment", "east", "pay", name),
            Parameters = request.Parameters,
            State = new TargetState(thing.Uid, facts),
            GrantedBy = decision.Reason,
            ActsAs = "the console's own account",
            Guards = Guards,
            Changes = [new PlannedChange($"replicas {thing.Replicas}", $"replicas {replicas}")],
            Tier = Tier,
            TierBecause = "the test says so",
            MayBreakGlass = MayBreakGlass,
            Verifies = "the replicas are as wanted",
            VerifyWithin = TimeSpan.FromSeconds(30),
            At = clock.GetUtcNow(),
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
    }

    private static ImmutableSortedDictionary<string, string> Facts(Thing thing) => ImmutableSortedDictionary<string, string>.Empty
        .Add("generation", $"{thing.Generation}").Add("replicas", $"{thing.Replicas}");

    internal sealed record Thing(string Uid, int Generation, int Replicas, string? By);
}

/// <summary>The one action of this world.</summary>
internal sealed class TestRemedy(TestWorld world) : IRemedy
{
    public RemedyDescription About { get; } = new("scale", "Scale a workload", Actions.Scale, "scale") { Verifies = "the replicas are as wanted", Undo = "scale back" };

    public ImmutableArray<IGuard> Guards => [];

    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed) => throw new NotSupportedException();

    public Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation) => throw new NotSupportedException();

    public (RiskTier Tier, string Because) Risk(Scene scene) => throw new NotSupportedException();

    public Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation) => world.ExecuteAsync(plan, order, cancellation);

    public Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation) => Task.FromResult(world.Look(plan, order));

    public ActionRequest? Undo(ActionPlan plan, Sighting seen) => new(plan.Kind, plan.System, $"{plan.Target.Namespace}/{plan.Target.Name}")
    {
        Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("replicas", plan.State.Facts["replicas"]),
    };
}
