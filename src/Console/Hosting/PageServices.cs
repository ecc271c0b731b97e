using Microsoft.AspNetCore.Diagnostics;
using OpsConsole.Access;
using OpsConsole.Components.Frame;
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
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RunbookOptions>().Bind(configuration.GetSection(RunbookOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(options => options.IsUsable(), "Runbooks:LogsAddress must be a http or https address with {query} where the query goes, for example https://logs.example.com/explore?q={query}")
            .ValidateOnStart();
        services.AddOptions<FrameOptions>().Bind(configuration.GetSection(FrameOptions.Section));
        services.AddSingleton<AlertLayouts>();
        services.AddScoped<LookedAt>();
        services.AddScoped<ActionDialogs>().AddScoped<BrowserZone>().AddScoped<BrowserWidth>();
        services.AddRazorComponents().AddInteractiveServerComponents();
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
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequireAuthorization(SignInServices.PersonPolicy).RequireAction(Actions.View);
        return app;
    }
}
