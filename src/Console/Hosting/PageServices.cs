using Microsoft.AspNetCore.Diagnostics;
using OpsConsole.Components.Frame;
using OpsConsole.Pages.Alerts;

namespace OpsConsole.Hosting;

/// <summary>The Blazor pages' services and routes.</summary>
internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FrameOptions>().Bind(configuration.GetSection(FrameOptions.Section));
        services.AddSingleton<AlertLayouts>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services;
    }

    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app
        .UseExceptionHandler("/error", createScopeForErrors: true)
        .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true)
        .Use((context, next) =>
        {
            // Scripts and servers are told by the status alone.
            context.Features.Get<IStatusCodePagesFeature>()!.Enabled = IsBrowsing(context);
            return next(context);
        });

    private static bool IsBrowsing(HttpContext context) => HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder app)
    {
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
