using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Upstream;

namespace OpsConsole.Alerts;

/// <summary>The dead man's switches of the settings.</summary>
/// <param name="Switches">In the order of the settings.</param>
internal sealed record SwitchBook(ImmutableArray<DeadMansSwitch> Switches);

/// <summary>Brings the dead man's switches into the house.</summary>
public static class SwitchSetup
{
    /// <summary>Adds what watches them and puts it on record. It needs the alerts, the live state, the audit and the database.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; <c>Alerts:DeadMansSwitches</c>.</param>
    public static IServiceCollection AddDeadMansSwitches(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var alertmanagers = configuration.GetSection($"{UpstreamsOptions.Section}:Alertmanager").GetChildren().Select(one => one["Name"] ?? string.Empty).ToArray();
        services.AddMetrics();
        services.AddSingleton<IValidateOptions<AlertsOptions>>(new Check(alertmanagers));
        return services
            .AddSingleton(provider => new SwitchBook(DeadMansSwitch.Read([.. provider.GetRequiredService<IOptions<AlertsOptions>>().Value.DeadMansSwitches], alertmanagers).Value))
            .AddSingleton<SwitchMetrics>()
            .AddSingleton<SwitchRecord>()
            .AddHostedService<SwitchCollector>()
            .AddHostedService<SwitchWatch>();
    }

    private sealed class Check(IReadOnlyCollection<string> alertmanagers) : IValidateOptions<AlertsOptions>
    {
        public ValidateOptionsResult Validate(string? name, AlertsOptions options) => DeadMansSwitch.Read([.. options.DeadMansSwitches], alertmanagers).Match(
            _ => ValidateOptionsResult.Success, problems => ValidateOptionsResult.Fail(problems.Select(problem => problem.ToString())));
    }
}
