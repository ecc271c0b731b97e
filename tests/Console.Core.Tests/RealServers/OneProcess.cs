using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.RealServers;

/// <summary>What each process of the console has, whatever a test adds to it: a clock, the store it shares with others, the audit, and rights.</summary>
internal static class OneProcess
{
    /// <summary>The parts of one process.</summary>
    /// <param name="database">The store.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="clock">The time.</param>
    /// <param name="rules">Who may do what.</param>
    /// <param name="settings">Further settings.</param>
    public static (IServiceCollection Services, IConfiguration Configuration) Over(
        Database database, string folder, TimeProvider clock, IAccessRules rules, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Prepend(new("Storage:Folder", folder))).Build();
        var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton(clock).AddSingleton<LiveState>()
            .AddSingleton(database).AddSingleton<StoreLock>().AddSingleton<StorageState>().AddSingleton(new StoragePlace(folder))
            .AddAudit(configuration).AddSingleton(rules);
        return (services, configuration);
    }

    /// <summary>A person of the local kind, in one group, at an address.</summary>
    public static Person Person(string subject, string name, string group) => new(subject, name, [group], SignInMethod.Local) { Address = "192.0.2.7" };
}
