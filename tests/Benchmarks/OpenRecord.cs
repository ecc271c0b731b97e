using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Storage;

namespace OpsConsole.Benchmarks;

/// <summary>A record as the console has it, and entries as they come in a busy year.</summary>
internal sealed class OpenRecord : IAsyncDisposable
{
    public const int People = 200;
    private const int AtOnce = 1000;
    private static readonly string[] Systems = ["alpha", "beta", "gamma", "delta", "epsilon"];
    private static readonly string[] Verbs = ["sign-in", "sign-out", "lease-delete", "scale", "silence", "token-use", "rollout-restart", "acknowledge"];
    private readonly ServiceProvider services;
    private readonly Database database;

    private OpenRecord(Database database, ServiceProvider services) => (this.database, this.services) = (database, services);

    public IAuditReader Reader => services.GetRequiredService<IAuditReader>();

    private IAuditLog Log => services.GetRequiredService<IAuditLog>();

    public static async Task<OpenRecord> OpenAsync(Database database, string folder, CancellationToken cancellation)
    {
        await Migrations.ApplyAsync(database, TimeProvider.System, cancellation);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(database).AddSingleton(new StoragePlace(folder))
            .AddAudit(new ConfigurationBuilder().Build()).BuildServiceProvider();
        return new OpenRecord(database, services);
    }

    /// <summary>An entry: of its number follow its person, its system and so on.</summary>
    public async Task<long> AppendAsync(int number, CancellationToken cancellation)
    {
        var verb = Verbs[number % Verbs.Length];
        var recorded = await Log.AppendAsync(
            new AuditEvent
            {
                Actor = new Person($"subject-{number % People}", $"Person {number % People}", [], SignInMethod.Oidc) { Address = $"10.0.{number % 200}.{number % 250}" },
                Action = number % 50_000 == 7 ? "rare-action" : verb,
                Stage = number % 10 == 0 ? AuditStage.Denied : AuditStage.Succeeded,
                System = Systems[number % Systems.Length],
                Target = $"{Systems[number % Systems.Length]}/workload-{number % 500}",
                Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("uid", $"{number:x8}").Add("replicas", $"{number % 12}"),
                Reason = number % 100_000 == 13 ? "the needle in the haystack" : $"its holder stopped renewing it, incident {number / 20}",
            },
            cancellation);
        return recorded.Value.Sequence;
    }

    /// <summary>Fills it up to so many entries.</summary>
    public async Task FillAsync(int entries, CancellationToken cancellation)
    {
        for (var last = await AppendAsync(0, cancellation); last < entries;)
        {
            var some = Math.Min(AtOnce, entries - last);
            last = (await Task.WhenAll(Enumerable.Range((int)last, (int)some).Select(number => Task.Run(() => AppendAsync(number, cancellation), cancellation)))).Max();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}
