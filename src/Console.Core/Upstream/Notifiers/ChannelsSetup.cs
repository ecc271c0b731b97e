using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Incidents;
using OpsConsole.Storage;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>Brings the channels into the house.</summary>
public static class ChannelsSetup
{
    /// <summary>
    /// Adds the <see cref="ChannelBook"/>, the <see cref="DeadLetterDesk"/> and what shows how the channels are. It needs the live state, a clock, the rights, the
    /// audit and the database. Bad settings stop the start, by name.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration; the section <c>Channels</c> is read.</param>
    public static IServiceCollection AddChannels(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(ChannelsOptions.Section);
        services.AddOptions<ChannelsOptions>().Configure(options => section.Bind(options.All)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChannelsOptions>>(new UnknownChannelSettings(section));
        services.AddSingleton<IValidateOptions<ChannelsOptions>, ChannelsValidation>();
        services.AddMetrics();

        // What nobody sent again in so long helps nobody.
        services.AddSingleton(new RetainedTable("DeadLetters", "dead_letters", "at", TimeSpan.FromDays(90)));
        services.AddSingleton<DeadLetterStore>().AddSingleton<ChannelMetrics>().AddSingleton<ChannelRecord>();
        services.AddSingleton(provider => new NotifierSources(
            provider.GetRequiredService<IOptions<ChannelsOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ChannelList([.. Sources(provider).All.Select(source => source.Identity)]));
        services.AddSingleton(provider => new ChannelBook(Sources(provider).All.Select(source => new PersistentChannel(
            source.Identity, source.Notifier, source.Pace, provider.GetRequiredService<ChannelRecord>(), provider.GetRequiredService<TimeProvider>()))));
        services.AddSingleton(provider => new DeadLetterDesk(
            provider.GetRequiredService<DeadLetterStore>(), provider.GetRequiredService<ChannelBook>(), provider.GetRequiredService<IAccessRules>(),
            provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddHostedService<ChannelsBoardWriter>();
    }

    private static NotifierSources Sources(IServiceProvider provider) => provider.GetRequiredService<NotifierSources>();
}
