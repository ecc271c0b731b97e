using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;
using OpsConsole.Storage.Keys;

namespace OpsConsole.Core.Tests.Storage;

/// <summary>The store as the console hosts it, without the console: one per replica.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    private readonly IHost host;

    private StoreHost(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public StorageState State => Services.GetRequiredService<StorageState>();

    /// <summary>What a person would have to mend; the host runs when it is empty.</summary>
    public ImmutableArray<Problem> Problems { get; private set; }

    public static Task<StoreHost> SqliteAsync(string folder, params (string Name, string Value)[] settings) => StartAsync(folder, settings);

    public static Task<StoreHost> ServerAsync(string folder, string connection, params (string Name, string Value)[] settings) =>
        StartAsync(folder, [("PostgreSql", connection), .. settings]);

    public static Task<StoreHost> OfAsync(TestStore store, params (string Name, string Value)[] settings) =>
        store.PostgreSql is { } connection ? ServerAsync(store.Folder, connection, settings) : SqliteAsync(store.Folder, settings);

    /// <summary>Waits for a status.</summary>
    public async Task<StorageStatus> StatusAsync(Func<StorageStatus, bool> isRight)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(45));
        await foreach (var seen in State.Section.WatchAsync(patience.Token))
        {
            if (isRight(seen.Value!))
            {
                return seen.Value!;
            }
        }

        throw new InvalidOperationException("The section ended.");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static async Task<StoreHost> StartAsync(string folder, (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Storage:Folder", folder), .. settings.Select(it => KeyValuePair.Create($"Storage:{it.Name}", (string?)it.Value))]);
        builder.Services.AddLogging().AddStorage(builder.Configuration, folder).AddStoredDataProtection(folder);
        var host = new StoreHost(builder.Build());
        host.Problems = await host.Services.OpenStorageAsync(TestContext.Current.CancellationToken);
        if (host.Problems.IsEmpty)
        {
            await host.host.StartAsync(TestContext.Current.CancellationToken);
        }

        return host;
    }
}
