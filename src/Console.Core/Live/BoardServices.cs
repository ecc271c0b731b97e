using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Leadership;
using OpsConsole.Panels;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Workloads;

namespace OpsConsole.Live;

/// <summary>Registers what reads the boards of the live state: budgets, queues, leadership, workloads, pods, events, nodes, findings, charts.</summary>
public static class BoardServices
{
    /// <summary>Adds the collectors. They need the live state, a clock, the metric sources, the lease sources and the clusters.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; section <c>Boards</c>.</param>
    public static IServiceCollection AddBoards(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSection<SloOptions>(configuration, SloOptions.Section);
        services.AddSection<QueueOptions>(configuration, QueueOptions.Section);
        services.AddSection<LeaderOptions>(configuration, LeaderOptions.Section);
        services.AddSection<WorkloadOptions>(configuration, WorkloadOptions.Section);
        services.AddSection<PanelOptions>(configuration, PanelOptions.Section);
        return services
            .AddSingleton<SloWake>()
            .AddSingleton<LeaderCollector.Readings>()
            .AddSingleton<WorkloadCollector.Readings>()
            .AddSingleton<PanelDesk>()
            .AddHostedService<LeaderCollector>()
            .AddHostedService<SloCollector>()
            .AddHostedService<QueueCollector>()
            .AddHostedService<WorkloadCollector>()
            .AddHostedService<PanelCollector>();
    }

    private static void AddSection<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class => services.AddOptions<T>()
            .Bind(configuration.GetSection(section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateDataAnnotations().ValidateOnStart();
}
