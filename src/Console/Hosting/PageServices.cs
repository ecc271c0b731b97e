using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using OpsConsole.Access;
using OpsConsole.Components.Frame;
using OpsConsole.Components.Live;
using OpsConsole.Components.Remediation;
using OpsConsole.Components.Runbooks;
using OpsConsole.Pages.Alerts;
using OpsConsole.Pages.Maintenance;
using OpsConsole.Pages.Systems.Panels;
using OpsConsole.SignIn;

namespace OpsConsole.Hosting;

/// <summary>The Blazor pages' services and routes.</summary>
internal static class PageServices
{
    // A section of a review is sent whole at every key: the longest, with each letter escaped, and not a byte that a stranger could fill much with.
    private const int LongestMessage = 192 * 1024;

    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RunbookOptions>().Bind(configuration.GetSection(RunbookOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(options => options.IsUsable(), "Runbooks:LogsAddress must be a http or https address with {query} where the query goes, for example https://logs.example.com/explore?q={query}")
            .ValidateOnStart();
        services.AddOptions<FrameOptions>().Bind(configuration.GetSection(FrameOptions.Section));
        services.AddSingleton<AlertLayouts>().AddSingleton<LivePulse>().AddScoped<OneDrawing>();
        services.AddScoped<LookedAt>();
        services.AddScoped<ActionDialogs>().AddScoped<BrowserZone>().AddScoped<BrowserWidth>();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LongestMessage);
        return services;
    }

    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app
        .UseExceptionHandler("/error", createScopeForErrors: true)
        .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true)
        .Use((context, next) =>
        {
            // Scripts and servers are told by the status alone.
            context.Features.Get<IStatusCodePagesFeature>()!.Enabled = Browsing.IsBrowsing(context.Request);
            return next(context);
        });

    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder app)
    {
        var compresses = app.ServiceProvider.GetRequiredService<IOptions<FrameOptions>>().Value.CompressesUpdates;
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = !compresses).RequireAuthorization(SignInServices.PersonPolicy).RequireAction(Actions.View);
        return app;
    }
}
