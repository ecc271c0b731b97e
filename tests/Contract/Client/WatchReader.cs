using System.Collections.Concurrent;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Client;

/// <summary>One who reads a watch of the client, and all that they were told.</summary>
internal sealed class WatchReader<T> : IAsyncDisposable
    where T : class, IClusterObject
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentQueue<ClusterChange<T>> told = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly Task running;

    public WatchReader(IClusterSource source, string? @namespace) => running = RunAsync(source, @namespace);

    public IReadOnlyList<ClusterChange<T>> Told => [.. told];

    /// <summary>The words of the failures on the way.</summary>
    public IReadOnlyList<string> Failures => [.. failures];

    /// <summary>What there is by all that was told: names and versions.</summary>
    public IReadOnlyDictionary<string, string> Content
    {
        get
        {
            var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var change in told)
            {
                Apply(content, change);
            }

            return content;
        }
    }

    /// <summary>The changes of one object after the list: <c>put</c> or <c>gone</c>, with its version.</summary>
    public IReadOnlyList<string> ChangesOf(string name) => [.. told.Select(change => change switch
    {
        ClusterChange<T>.Put(var item, _) when item.Id.Name == name => $"put {item.Id.ResourceVersion}",
        ClusterChange<T>.Gone(var item, _) when item.Id.Name == name => $"gone {item.Id.ResourceVersion}",
        _ => null,
    }).OfType<string>()];

    public Task ListedAsync() => UntilAsync("a list", it => it.Told.Any(change => change is ClusterChange<T>.Listed));

    public async Task UntilAsync(string what, Func<WatchReader<T>, bool> condition)
    {
        await Eventually.GetAsync(what, Patience, () => Task.FromResult(this), it => it.running.IsFaulted || condition(it), TestContext.Current.CancellationToken);
        if (running.IsFaulted)
        {
            await running;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // It was told to end.
        }

        ending.Dispose();
    }

    public override string ToString() => $"{string.Join(", ", told.TakeLast(8).Select(Words))}; failures: {string.Join(" | ", failures.TakeLast(3))}";

    private static string Words(ClusterChange<T> change) => change switch
    {
        ClusterChange<T>.Listed(var all, _) => $"a list of {all.Length}",
        ClusterChange<T>.Put(var item, _) => $"put {item.Id.Name} {item.Id.ResourceVersion}",
        ClusterChange<T>.Gone(var item, _) => $"gone {item.Id.Name}",
        ClusterChange<T>.NotServed(var what, _) => $"{what} is not served",
        _ => "confirmed",
    };

    private static void Apply(SortedDictionary<string, string> content, ClusterChange<T> change)
    {
        switch (change)
        {
            case ClusterChange<T>.Listed(var all, _):
                content.Clear();
                foreach (var item in all)
                {
                    content[item.Id.Name] = item.Id.ResourceVersion;
                }

                break;
            case ClusterChange<T>.Put(var item, _):
                content[item.Id.Name] = item.Id.ResourceVersion;
                break;
            case ClusterChange<T>.Gone(var item, _):
                content.Remove(item.Id.Name);
                break;
        }
    }

    private async Task RunAsync(IClusterSource source, string? @namespace)
    {
        await foreach (var change in source.WatchAsync<T>(@namespace, failures.Enqueue, ending.Token))
        {
            told.Enqueue(change);
        }
    }
}
