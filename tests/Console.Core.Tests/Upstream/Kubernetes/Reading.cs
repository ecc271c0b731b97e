using System.Collections.Concurrent;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>A reader of a watch, and all that it was told.</summary>
internal sealed class Reading<T> : IAsyncDisposable
    where T : class, IClusterObject
{
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentQueue<ClusterChange<T>> told = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly Task running;

    public Reading(IClusterSource source, string? @namespace = null) => running = RunAsync(source, @namespace);

    public IReadOnlyList<ClusterChange<T>> Told => [.. told];

    public IReadOnlyList<string> Failures => [.. failures];

    /// <summary>What is new and gone, without lists and confirmations.</summary>
    public IReadOnlyList<string> Changes => [.. told.Select(Words).OfType<string>()];

    /// <summary>What there is by all that was told.</summary>
    public IReadOnlyList<string> Content
    {
        get
        {
            var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var change in told)
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

            return [.. content.Select(it => $"{it.Key}@{it.Value}")];
        }
    }

    public static string? Words(ClusterChange<T> change) => change switch
    {
        ClusterChange<T>.Put(var item, _) => $"+{item.Id.Name}@{item.Id.ResourceVersion}",
        ClusterChange<T>.Gone(var item, _) => $"-{item.Id.Name}@{item.Id.ResourceVersion}",
        _ => null,
    };

    public async Task UntilAsync(Func<Reading<T>, bool> condition)
    {
        var (clock, begun) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        while (!running.IsFaulted && !condition(this))
        {
            Assert.True(clock.GetElapsedTime(begun) < TimeSpan.FromSeconds(60), $"nothing after 60 s; told: {string.Join(' ', told.Select(it => Words(it) ?? it.GetType().Name))}; failures: {string.Join(" | ", failures)}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, TestContext.Current.CancellationToken);
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

    private async Task RunAsync(IClusterSource source, string? @namespace)
    {
        await foreach (var change in source.WatchAsync<T>(@namespace, failures.Enqueue, ending.Token))
        {
            told.Enqueue(change);
        }
    }
}
