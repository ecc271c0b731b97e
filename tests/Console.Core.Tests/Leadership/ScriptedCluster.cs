using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OpsConsole.Leadership;

namespace OpsConsole.Core.Tests.Leadership;

/// <summary>A cluster that tells its leases when a test says so.</summary>
internal sealed class ScriptedCluster(string name) : ILeaseSource
{
    private readonly Channel<Action<Channel<LeaseList>, Action<string>>> script = Channel.CreateUnbounded<Action<Channel<LeaseList>, Action<string>>>();

    public string Name => name;

    public ConcurrentDictionary<string, int> Watching { get; } = new();

    public void Tell(DateTimeOffset at, params Lease[] leases) => script.Writer.TryWrite((lists, _) => lists.Writer.TryWrite(new LeaseList([.. leases], at)));

    public void Break(string why) => script.Writer.TryWrite((_, failed) => failed(why));

    public async IAsyncEnumerable<LeaseList> WatchAsync(
        string @namespace, Action<string> failed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Watching.AddOrUpdate(@namespace, 1, (_, count) => count + 1);
        try
        {
            var lists = Channel.CreateUnbounded<LeaseList>();
            await foreach (var step in script.Reader.ReadAllAsync(cancellation))
            {
                step(lists, failed);
                while (lists.Reader.TryRead(out var list))
                {
                    yield return list;
                }
            }
        }
        finally
        {
            Watching.AddOrUpdate(@namespace, 0, (_, count) => count - 1);
        }
    }
}
