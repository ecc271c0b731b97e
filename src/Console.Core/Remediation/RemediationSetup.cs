using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Brings the guarded actions into the house.</summary>
public static class RemediationSetup
{
    private const string Sole = "actions";

    /// <summary>
    /// Adds the <see cref="ActionDesk"/> and all behind it. It needs the live state, a clock, the upstreams, the rights, the people, the record and the database.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration, with the section <c>Actions</c>.</param>
    public static IServiceCollection AddRemediation(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<ActionsOptions>()
            .Bind(configuration.GetSection(ActionsOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateDataAnnotations().ValidateOnStart();

        // Open ones have no end, and are kept however old they are.
        services.AddSingleton(new RetainedTable("Actions", "actions", "ended_at", TimeSpan.FromDays(400)))
            .AddSingleton(new RetainedTable("Freezes", "freezes", "ends_at", TimeSpan.FromDays(400)))
            .AddSingleton(new RetainedTable("Reviews", "reviews", "closed_at", TimeSpan.FromDays(400)));
        services.AddPlanning();
        services.AddSingleton<ActionStore>().AddSingleton<IActionHistory>(provider => provider.GetRequiredService<ActionStore>());
        services.AddSingleton<ActionLedger>().AddSingleton<ReplicaLife>().AddSingleton<ActionMetrics>().AddSingleton<UnderWay>();
        services.AddSingleton<MakePlan>(provider => provider.GetRequiredService<ActionPlanner>().PlanAsync)
            .AddSingleton<PlanAnew>(provider => provider.GetRequiredService<ActionPlanner>().PlanAnewAsync);
        services.AddSingleton(provider => ActionPeople.By(
            provider.GetRequiredService<TokenOwners>(), provider.GetRequiredService<Tokens>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ActionPeople>().AddSingleton<Confirming>().AddSingleton<Replanning>().AddSingleton<Undoing>();
        services.AddSingleton(Surroundings);
        services.AddSingleton<ActionRunner>().AddSingleton<RunEnding>().AddSingleton<Approving>().AddSingleton<Freezing>().AddSingleton<Reviewing>().AddSingleton<Recovery>();
        services.AddSingleton(provider => new ActionDesk(provider.GetRequiredService<MakePlan>(), Parts(provider)));
        services.AddHostedService<ActionBoardWriter>();
        return services.AddHostedService(provider => new ActionHost(
            provider.GetRequiredService<Recovery>(),
            provider.GetRequiredService<UnderWay>(),
            provider.GetRequiredService<StorageState>(),
            new SoleRunner(
                provider.GetRequiredService<StoreLock>(), Sole, SolePace.Of(provider.GetRequiredService<Database>()),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ActionHost>>()),
            provider.GetRequiredService<ActionSurroundings>()));
    }

    private static ActionSurroundings Surroundings(IServiceProvider provider) => new()
    {
        Database = provider.GetRequiredService<Database>(),
        Store = provider.GetRequiredService<ActionStore>(),
        Ledger = provider.GetRequiredService<ActionLedger>(),
        Life = provider.GetRequiredService<ReplicaLife>(),
        Rules = provider.GetRequiredService<IAccessRules>(),
        Book = provider.GetRequiredService<RemedyBook>(),
        Impersonation = provider.GetRequiredService<Impersonation>(),
        Options = provider.GetRequiredService<IOptions<ActionsOptions>>().Value,
        Metrics = provider.GetRequiredService<ActionMetrics>(),
        Clock = provider.GetRequiredService<TimeProvider>(),
        Log = provider.GetRequiredService<ILogger<ActionRunner>>(),
        Reached = provider.GetService<StageReached>() ?? ((_, _) => Task.CompletedTask),
    };

    private static ActionParts Parts(IServiceProvider provider) => new()
    {
        Runner = provider.GetRequiredService<ActionRunner>(),
        Approving = provider.GetRequiredService<Approving>(),
        Replanning = provider.GetRequiredService<Replanning>(),
        Undoing = provider.GetRequiredService<Undoing>(),
        Freezing = provider.GetRequiredService<Freezing>(),
        Reviewing = provider.GetRequiredService<Reviewing>(),
        People = provider.GetRequiredService<ActionPeople>(),
        Store = provider.GetRequiredService<ActionStore>(),
    };
}
