using OpsConsole.Remediation;
using OpsConsole.Upstream;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Remediation;

/// <summary>A cluster in memory that keeps to the rules of a real one: preconditions, versions, rehearsals that change nothing.</summary>
internal sealed class MemoryCluster(string name, TimeProvider clock) : IClusterWriter
{
    private readonly Dictionary<(Type Kind, string Name), IClusterObject> objects = [];
    private int version = 1_000_000;

    public string Name => name;

    /// <summary>What it was asked, in order: <c>rehearse delete lease fleet/x as the console's own account</c>.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Whether its rights allow something.</summary>
    public Func<ClusterRightQuestion, bool> Allows { get; set; } = _ => true;

    /// <summary>What it answers to writes instead of doing them; null to do them.</summary>
    public UpstreamException? Refuses { get; set; }

    /// <summary>What it answers to everything; null when it is well.</summary>
    public UpstreamException? IsAway { get; set; }

    public void Put<T>(T item)
        where T : class, IClusterObject => objects[(item.GetType(), $"{item.Id.Namespace}/{item.Id.Name}")] = item;

    public void Remove<T>(string path)
        where T : class, IClusterObject => objects.Remove((typeof(T), path));

    public T? Get<T>(string path)
        where T : class, IClusterObject => (T?)objects.GetValueOrDefault((typeof(T), path));

    public Task<T?> FindAsync<T>(string @namespace, string name, CancellationToken cancellation)
        where T : class, IClusterObject => IsAway is { } away ? throw away : Task.FromResult(Get<T>($"{@namespace}/{name}"));

    public Task<ClusterAnswer> DeleteAsync<T>(ObjectIdentity @object, WriteHow how, CancellationToken cancellation)
        where T : class, IClusterObject => Write(how, $"delete {typeof(T).Name}", @object, Get<T>($"{@object.Namespace}/{@object.Name}"), it => Remove<T>($"{it.Id.Namespace}/{it.Id.Name}"));

    public Task<ClusterAnswer> EvictAsync(ObjectIdentity pod, WriteHow how, CancellationToken cancellation) =>
        Write(how, "evict", pod, Get<Pod>($"{pod.Namespace}/{pod.Name}"), it => Remove<Pod>($"{it.Id.Namespace}/{it.Id.Name}"));

    public Task<ClusterAnswer> ScaleAsync(PodController workload, int replicas, WriteHow how, CancellationToken cancellation) =>
        Write(how, $"scale to {replicas}", workload.Id, Present(workload), it => Change(it with { Desired = replicas }));

    public Task<ClusterAnswer> RestartAsync(PodController workload, WriteHow how, CancellationToken cancellation) =>
        Write(how, "restart", workload.Id, Present(workload), it => Change(it with { RestartedAt = clock.GetUtcNow(), Updated = 0 }));

    public Task<ClusterRight> MayAsync(ClusterRightQuestion question, ActingAs who, CancellationToken cancellation)
    {
        Asked.Add($"may {question.Words} as {who.Words}");
        return IsAway is { } away ? throw away : Task.FromResult(new ClusterRight(question, Allows(question), Allows(question) ? null : "RBAC: no role says so"));
    }

    /// <summary>Somebody changes what is wanted of a workload.</summary>
    public void Change(PodController workload) => Put(workload with
    {
        Generation = workload.Generation + 1,
        Id = workload.Id with { ResourceVersion = $"{++version}" },
    });

    private PodController? Present(PodController workload) => (PodController?)objects.GetValueOrDefault((workload.GetType(), $"{workload.Id.Namespace}/{workload.Id.Name}"));

    private Task<ClusterAnswer> Write<T>(WriteHow how, string verb, ObjectIdentity bound, T? now, Action<T> change)
        where T : class, IClusterObject
    {
        Asked.Add($"{(how.IsRehearsal ? "rehearse " : string.Empty)}{verb} {bound.Namespace}/{bound.Name} as {how.Who.Words}");
        if ((IsAway ?? Refuses) is { } failure)
        {
            throw failure;
        }

        if (now is null)
        {
            throw new UpstreamException(name, UpstreamFault.Missing, "not found");
        }

        if (now.Id.Uid != bound.Uid || (bound.ResourceVersion.Length > 0 && now.Id.ResourceVersion != bound.ResourceVersion))
        {
            throw new UpstreamException(name, UpstreamFault.Conflict, "the precondition does not hold");
        }

        if (!how.IsRehearsal)
        {
            change(now);
        }

        return Task.FromResult(new ClusterAnswer("done", ["mind the gap"]));
    }
}
