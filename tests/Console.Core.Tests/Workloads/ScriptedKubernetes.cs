using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

/// <summary>A cluster that tells its objects when a test says so.</summary>
internal sealed class ScriptedKubernetes(string name) : IClusterSource
{
    private readonly ConcurrentDictionary<(Type Kind, string? Namespace), Channel<object>> scripts = new();
    private int taken;

    public string Name => name;

    public ConcurrentDictionary<(Type Kind, string? Namespace), int> Watching { get; } = new();

    /// <summary>How many steps of the script the collector has taken in.</summary>
    public int Taken => Volatile.Read(ref taken);

    public int Watches => Watching.Values.Sum();

    public void Tell<T>(string? @namespace, ClusterChange<T> change)
        where T : class, IClusterObject => Script<T>(@namespace).Writer.TryWrite(change);

    public void List<T>(string? @namespace, params T[] objects)
        where T : class, IClusterObject => Tell(@namespace, new ClusterChange<T>.Listed([.. objects], BoardWorld.Noon));

    public void Put<T>(string? @namespace, T item)
        where T : class, IClusterObject => Tell(@namespace, new ClusterChange<T>.Put(item, BoardWorld.Noon));

    public void Break<T>(string? @namespace, string why)
        where T : class, IClusterObject => Script<T>(@namespace).Writer.TryWrite(why);

    /// <summary>Lists nothing of every kind, so that a test tells only what it is about.</summary>
    public void ListNothing(string @namespace)
    {
        List<Deployment>(@namespace);
        List<StatefulSet>(@namespace);
        List<DaemonSet>(@namespace);
        List<ReplicaSet>(@namespace);
        List<Pod>(@namespace);
        List<ClusterEvent>(@namespace);
        List<DisruptionBudget>(@namespace);
        List<Autoscaler>(@namespace);
        List<Node>(null);
    }

    public async IAsyncEnumerable<ClusterChange<T>> WatchAsync<T>(
        string? @namespace, Action<string> failed, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class, IClusterObject
    {
        Watching.AddOrUpdate((typeof(T), @namespace), 1, (_, count) => count + 1);
        try
        {
            await foreach (var step in Script<T>(@namespace).Reader.ReadAllAsync(cancellation))
            {
                if (step is ClusterChange<T> change)
                {
                    yield return change;
                }
                else
                {
                    failed((string)step);
                }

                Interlocked.Increment(ref taken);
            }
        }
        finally
        {
            Watching.AddOrUpdate((typeof(T), @namespace), 0, (_, count) => count - 1);
        }
    }

    public IAsyncEnumerable<LogLine> LogAsync(LogQuery query, CancellationToken cancellation) =>
        throw new InvalidOperationException("The collectors read no logs.");

    private Channel<object> Script<T>(string? @namespace) => scripts.GetOrAdd((typeof(T), @namespace), _ => Channel.CreateUnbounded<object>());
}
